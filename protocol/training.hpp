#pragma once
// The online training: forms (quiz, tests, evaluation), materials, certificates, and the days after in which one may catch up.

#include "protocol/items.hpp"

namespace warsha {

/// A survey has no right answers. A quiz is an exercise; a pre-test and a post-test measure what was learnt between them.
enum class FormUse { survey, quiz, pre_test, post_test };
BOOST_DESCRIBE_ENUM(FormUse, survey, quiz, pre_test, post_test)

/// Several questions, each answered by one of its answers, or by a value from 1 to `steps` where it has none. Any may be skipped.
struct FormConfig {
    List<Item, 40> items;
    FormUse use = FormUse::survey;
    std::optional<List<Int<0, 12>, 40>> key;  ///< which answer is right, for each question; 0: none is. Facilitators only, until the reveal
    bool paced = false;                       ///< the facilitator shows one question after the other; else each at their own pace
    Int<2, 10> steps{5};
    std::optional<Label> lowest, highest;     ///< what 1 and `steps` mean
    bool live_results = false;                ///< surveys only
    std::optional<ActivityId> before;         ///< a post-test: the pre-test it is compared with
    friend auto operator<=>(FormConfig const&, FormConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(FormConfig, (), (items, use, key, paced, steps, lowest, highest, live_results, before))

/// One piece of a page to read. An image travels inside the page: data:image/(png|jpeg|webp);base64,…
struct Block {
    std::optional<Title> heading;
    std::optional<Wording<2000>> text;
    std::optional<Text<1, 40000>> image;
    std::optional<Title> image_says;          ///< for whoever does not see it; an image needs it
    std::optional<Text<1, 500>> link;         ///< https://…, named by the heading
    friend auto operator<=>(Block const&, Block const&) = default;
};
BOOST_DESCRIBE_STRUCT(Wording<2000>, (), (ar, fr, en))
BOOST_DESCRIBE_STRUCT(Block, (), (heading, text, image, image_says, link))

/// To read, on the phone and on the wall. Once opened it stays readable.
struct MaterialsConfig {
    List<Block, 40> blocks;
    friend auto operator<=>(MaterialsConfig const&, MaterialsConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(MaterialsConfig, (), (blocks))

/// Who gets a certificate: took part in at least this share of the activities that were opened for their group.
struct CertificateRule {
    Int<1, 100> percent{70};
    std::optional<Int<1, 200>> hours;         ///< as the certificate tells
    friend auto operator<=>(CertificateRule const&, CertificateRule const&) = default;
};
BOOST_DESCRIBE_STRUCT(CertificateRule, (), (percent, hours))

/// In a paced form: the question that phones and wall show; nothing else is answered meanwhile.
struct ShowQuestion {
    ActivityId activity;
    std::optional<ItemId> item;               ///< absent: none, between two questions
};
BOOST_DESCRIBE_STRUCT(ShowQuestion, (), (activity, item))

/// A certificate for everybody who has earned one and has none yet.
struct IssueCertificates {};
BOOST_DESCRIBE_STRUCT(IssueCertificates, (), ())

/// The session is over; for some hours whoever missed one of these activities may still do it, in a round of its own.
/// Then the room closes by itself. Said again: the hours count from then, further activities are added.
struct StartCatchUp {
    Int<1, 720> hours{72};
    List<ActivityId, 100> activities;
};
BOOST_DESCRIBE_STRUCT(StartCatchUp, (), (hours, activities))

}  // namespace warsha
