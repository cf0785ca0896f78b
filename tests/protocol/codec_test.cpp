#include <gmock/gmock.h>

#include "protocol/codec_impl.hpp"

namespace warsha {

struct Sealing { std::string text; bool erased = false; };  // as core's Sealed, which this layer does not know
struct Sample {
    std::map<Cid, Int<0, 9>> by_id;
    std::set<ActivityId> some;
    std::optional<Sealing> words;
    std::uint32_t small = 0;
    Bytes16 secret{};
};
BOOST_DESCRIBE_STRUCT(Sample, (), (by_id, some, words, small, secret))

namespace {

using Kind = DecodeError::Kind;

template <class Id>
Id id_of(unsigned char byte) {
    Id id;
    id.value.fill(byte);
    return id;
}

ClientMessage a_vote(std::size_t marks) {
    CastBallot ballot;
    for (std::size_t i = 0; i < marks; ++i) ballot.marks.value.push_back({id_of<ItemId>(static_cast<unsigned char>(i)), {1}});
    return CommandMessage{id_of<Cid>(7), ballot};
}

std::string proposal(std::string const& title) {
    return R"({"type":"command","cid":"BwcHBwcHBwcHBwcHBwcHBw","body":{"type":"submit_proposal","activity":"AAAAAAAAAAAAAAAAAAAAAA","title":)" + title + "}}";
}

TEST(Decode, TakesKeysInAnyOrderAndWhiteSpace) {                           // SPEC M2
    auto const hello = decode_client_message(" { \"type\" : \"hello\" ,\n\"role\":\"wall\" } ", participant_bounds);
    ASSERT_TRUE(hello);
    EXPECT_EQ(encode(*hello), R"({"role":"wall","type":"hello"})");
}

TEST(Decode, HoldsTheCleanedText) {                                        // SPEC T2
    auto const message = decode_client_message(proposal(R"({"fr":"  Caf\u0065\u0301 \u202e "})"), participant_bounds);
    ASSERT_TRUE(message);
    EXPECT_EQ(std::get<SubmitProposal>(std::get<CommandMessage>(*message).body).title.fr->value, "Café");
}

TEST(Decode, NamesThePlaceOfTheFault) {
    auto json = encode(a_vote(3));
    json.replace(json.rfind("\"points\":1"), 10, "\"points\":0");
    auto const error = decode_client_message(json, participant_bounds).error();
    EXPECT_EQ(error.where, "body.marks[2].points");
    EXPECT_EQ(error.kind, Kind::bounds);
    EXPECT_EQ(decode_client_message(R"({"type":"hello"})", participant_bounds).error().where, "role");
}

TEST(Decode, KeepsTheCidOfACommandWhoseWordsAreRefused) {                  // SPEC C4
    auto const error = decode_client_message(proposal(R"({"fr":" "})"), participant_bounds).error();
    EXPECT_EQ(error.text, Reject::text_empty);
    EXPECT_EQ(error.cid, id_of<Cid>(7));
    EXPECT_EQ(error.where, "body.title.fr");
    EXPECT_EQ(decode_client_message(proposal("{}"), participant_bounds).error().text, Reject::text_empty);
}

TEST(Decode, NeverRepeatsTheInputInAnError) {  // SPEC X3
    auto const error = decode_client_message(R"({"type":"secret-word"})", participant_bounds).error();
    EXPECT_THAT(error.where + error.what, testing::Not(testing::HasSubstr("secret")));
}

TEST(Decode, TakesAtMost4KiBFromParticipants) {                            // SPEC L1
    auto const of_size = [](std::size_t size) { return R"({"role":"wall","type":"hello"})" + std::string(size - 30, ' '); };
    EXPECT_TRUE(decode_client_message(of_size(4096), participant_bounds));
    EXPECT_EQ(decode_client_message(of_size(4097), participant_bounds).error().kind, Kind::bounds);
    EXPECT_TRUE(decode_client_message(of_size(4097), facilitator_bounds));
}

TEST(Decode, TakesTheLargestBallotFromAParticipant) {                      // SPEC B6, L1
    auto const dots = static_cast<std::size_t>(decltype(DotsConfig::budget)::max);
    EXPECT_TRUE(decode_client_message(encode(a_vote(dots)), participant_bounds));
}

TEST(Decode, TakesAFullActivityFromAFacilitator) {                         // SPEC L2
    ChoiceConfig choice;
    for (unsigned char i = 0; i < 50; ++i) choice.options.value.push_back({id_of<ItemId>(i), Title{{}, Text<1, 120>{"Oui"}, {}}, {}});
    AddActivity const add{{id_of<ActivityId>(1), Title{{}, Text<1, 120>{"?"}, {}}, {}, choice}, {}};
    EXPECT_TRUE(decode_client_message(encode(ClientMessage{CommandMessage{id_of<Cid>(7), add}}), facilitator_bounds));
}

TEST(Decode, TakesRecordedWordsAsTheyStand) {
    auto const empty = decode_value<Title>("{}");
    ASSERT_TRUE(empty) << "an erased proposal has no words left";
    auto const kept = decode_value<Title>(R"({"fr":" e\u0301 "})");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->fr->value, " e\u0301 ");
}

TEST(Codec, SortsMapsByTheTextOfTheirIds) {                                // SPEC M2
    Sample sample;
    for (int byte : {0xff, 0xf8, 0x00, 0x68}) sample.by_id[id_of<Cid>(static_cast<unsigned char>(byte))] = {byte % 10};
    auto const json = encode_value(sample);
    EXPECT_THAT(json, testing::StartsWith(R"({"by_id":{"-Pj4)")) << json;  // '-' sorts before letters, though its byte is large
    auto const again = decode_value<Sample>(json);
    ASSERT_TRUE(again) << again.error().where << again.error().what;
    EXPECT_EQ(again->by_id, sample.by_id);
    EXPECT_EQ(encode_value(*again), json);
}

TEST(Codec, WritesErasableTextsPlainlyUnlessAHookSaysOtherwise) {
    Sample sample;
    sample.words = Sealing{"سر"};
    EXPECT_THAT(encode_value(sample), testing::HasSubstr(R"("words":{"text":"سر"})"));
    sample.words = Sealing{"gone", true};
    EXPECT_THAT(encode_value(sample), testing::HasSubstr(R"("words":{"erased":true})"));
    EXPECT_TRUE(decode_value<Sample>(encode_value(sample))->words->erased);

    struct Hooks {
        int seen = 0;
        void write(std::string& out, Sealing const&) { out += std::to_string(++seen); }
        bool read(json::Dom const& j, Sealing& v) { return j.is_number() && (v.text = "blob " + j.dump(), true); }
    } hooks;
    auto const json = encode_value(sample, hooks);
    EXPECT_THAT(json, testing::HasSubstr(R"("words":1)"));
    EXPECT_EQ(hooks.seen, 1);
    EXPECT_EQ(decode_value<Sample>(json, recorded_bounds, Texts::recorded, hooks)->words->text, "blob 1");
    EXPECT_EQ(decode_value<Sample>(encode_value(sample), recorded_bounds, Texts::recorded, hooks).error().where, "words");
}

TEST(Codec, RefusesTheSameElementOfASetTwice) {
    Sample sample;
    sample.some = {id_of<ActivityId>(1), id_of<ActivityId>(2)};
    auto json = encode_value(sample);
    auto const one = text_of(id_of<ActivityId>(1)), two = text_of(id_of<ActivityId>(2));
    json.replace(json.find(two), two.size(), one);
    EXPECT_EQ(decode_value<Sample>(json).error().where, "some");
}

TEST(Codec, RefusesAnIntegerThatItsTypeCannotHold) {                       // SPEC M4
    auto json = encode_value(Sample{});
    json.replace(json.find("\"small\":0"), 9, "\"small\":4294967296");
    EXPECT_EQ(decode_value<Sample>(json).error().kind, Kind::bounds);
    EXPECT_THROW(encode_value(Pong{std::int64_t{1} << 53, 0}), std::out_of_range);
}

TEST(CloseCodes, SayWhetherToComeBack) {                                   // SPEC X1
    EXPECT_EQ(reaction(CloseCode::bad_ticket), Reaction::stop);
    EXPECT_EQ(reaction(CloseCode::not_utf8), Reaction::stop);
    EXPECT_EQ(reaction(CloseCode::no_hello), Reaction::come_back) << "a slow network kept it";
    EXPECT_EQ(reaction(CloseCode::draining), Reaction::come_back);
    EXPECT_EQ(reaction(static_cast<CloseCode>(1001)), Reaction::come_back);
    EXPECT_EQ(reaction(static_cast<CloseCode>(1006)), Reaction::come_back);
}

TEST(Encoding, OfAReceiptIsTheOneOfItsType) {
    Receipt const receipt{.cid = {Bytes16{1, 2, 255}}, .position = {.epoch = 3, .offset = 199'999, .digest = {Bytes32{9, 8, 7}}}};
    auto const encoded = encode(ServerMessage{receipt});
    EXPECT_EQ(encoded, encode_value(ServerMessage{receipt}));
    EXPECT_EQ(encode(*decode_server_message(encoded)), encoded);
}

}  // namespace
}  // namespace warsha
