// What the edge does per message and the room per broadcast.

#include <benchmark/benchmark.h>

#include "protocol/codec.hpp"
#include "protocol/text.hpp"

namespace warsha {
namespace {

std::string a_vote() {
    CastBallot ballot;
    for (unsigned char i = 0; i < 3; ++i) ballot.marks.value.push_back({ItemId{{i}}, {1}});
    return encode(ClientMessage{CommandMessage{Cid{{7}}, ballot}});
}

ServerMessage a_tally() {
    Tally tally;
    tally.round.result.emplace();
    for (unsigned char i = 0; i < 13; ++i) tally.round.result->items.push_back({ItemId{{i}}, 40, 30});
    return tally;
}

void decode_vote(benchmark::State& state) {
    auto const json = a_vote();
    for (auto _ : state) {
        auto const message = decode_client_message(json, participant_bounds);
        if (!message) return state.SkipWithError("refused");
    }
}
BENCHMARK(decode_vote);

void encode_tally(benchmark::State& state) {
    auto const tally = a_tally();
    for (auto _ : state) benchmark::DoNotOptimize(encode(tally));
}
BENCHMARK(encode_tally);

constexpr char arabic[] = "إحداث لجنة لتتبع برنامج الانفتاح تضم منتخبين وممثلين عن المجتمع المدني، نصف أعضائها على الأقل نساء";

void clean_arabic(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(clean_text(arabic, 500, true));
}
BENCHMARK(clean_arabic);

void fold_arabic(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(fold_text(arabic));
}
BENCHMARK(fold_arabic);

}  // namespace
}  // namespace warsha
