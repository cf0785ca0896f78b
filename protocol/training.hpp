#pragma once
// Forms, quizzes, tests, materials, certificates: the online training and the evaluation of a day.

#include "protocol/items.hpp"

namespace warsha {

enum class FormUse { survey, quiz, pre_test, post_test };
BOOST_DESCRIBE_ENUM(FormUse, survey, quiz, pre_test, post_test)

/// Questions with answers to choose from, all at one's own pace or one at a time as the facilitator shows them.
struct FormConfig {
    List<Item, 40> items;               ///< each with `answers`, two at least
    FormUse use = FormUse::survey;
    std::optional<List<Int<1, 12>, 40>> key;  ///< the right answers, for all but surveys; nobody in the room has them before the reveal
    bool paced = false;                 ///< true: only the question that is shown can be answered
    bool live_results = false;
    friend auto operator<=>(FormConfig const&, FormConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(FormConfig, (), (items, use, key, paced, live_results))

/// One piece of a page to read.
struct Block {
    std::optional<Title> heading;
    std::optional<Body> text;
    std::optional<Text<1, 60000>> image;  ///< data:image/(png|jpeg|webp);base64,…
    std::optional<Title> image_says;    ///< for those who do not see it; required with an image
    std::optional<Text<1, 500>> link;   ///< https:// or http://
    friend auto operator<=>(Block const&, Block const&) = default;
};
BOOST_DESCRIBE_STRUCT(Block, (), (heading, text, image, image_says, link))

struct MaterialsConfig {
    List<Block, 40> blocks;
    friend auto operator<=>(MaterialsConfig const&, MaterialsConfig const&) = default;
};
BOOST_DESCRIBE_STRUCT(MaterialsConfig, (), (blocks))

/// Who took part in at least this part of the activities that were opened for them gets a certificate.
struct CertificateRule {
    Int<1, 100> percent{70};
    std::optional<Int<1, 1000>> hours;  ///< as printed on it
    friend auto operator<=>(CertificateRule const&, CertificateRule const&) = default;
};
BOOST_DESCRIBE_STRUCT(CertificateRule, (), (percent, hours))

/// Shows the next question of a paced form; absent: none.
struct ShowQuestion {
    ActivityId activity;
    std::optional<ItemId> item;
};
BOOST_DESCRIBE_STRUCT(ShowQuestion, (), (activity, item))

/// Issues what the rule says to everybody who earned it and has none yet.
struct IssueCertificates {};
BOOST_DESCRIBE_STRUCT(IssueCertificates, (), ())

}  // namespace warsha
