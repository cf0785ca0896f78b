// Is a plan possible at all?

#include "core/check_plan.hpp"
#include "tests/core/story.hpp"

namespace warsha {
namespace {

using namespace story;

std::optional<Reject> check(ActivityPlan const& activity) { return check_plan(plan({activity})); }
std::optional<Reject> check(ChoiceConfig config) { return check(choice(activity(1), std::move(config))); }
std::optional<Reject> check(DotsConfig config) { return check(dots(activity(1), std::move(config))); }

TEST(Plan, OfEveryKindIsPossible) {
    EXPECT_EQ(check_plan(plan({choice(activity(1)), dots(activity(2)), proposals(activity(3)), dots(activity(4), DotsConfig{.source = ItemSource::proposals})})),
              std::nullopt);
    EXPECT_EQ(check_plan(plan()), std::nullopt);
}

TEST(Plan, HasEveryIdOnce) {
    EXPECT_EQ(check_plan(plan({choice(activity(1)), dots(activity(1))})), Reject::duplicate_id);
    auto twice = items(3);
    twice.push_back(twice.front());
    EXPECT_EQ(check(ChoiceConfig{.options = {twice}}), Reject::duplicate_id);
    EXPECT_EQ(check(DotsConfig{.items = {twice}}), Reject::duplicate_id);
}

TEST(Plan, HasEveryGroupAndCategoryOnce) {
    auto groups = plan(), categories = plan();
    groups.groups.value.push_back(groups.groups.value.front());
    categories.categories.value.push_back(categories.categories.value.front());
    EXPECT_EQ(check_plan(groups), Reject::duplicate_id);
    EXPECT_EQ(check_plan(categories), Reject::duplicate_id);
    EXPECT_EQ(check(only_for(choice(activity(1)), {youth, youth})), Reject::duplicate_id);
}

TEST(Plan, NamesTheRoomsGroups) { EXPECT_EQ(check(only_for(choice(activity(1)), {youth, Key{"press"}})), Reject::unknown_group); }

TEST(Plan, OfOneClusterInTwoVotesIsFine) { EXPECT_EQ(check_plan(plan({dots(activity(1)), dots(activity(2))})), std::nullopt); }

TEST(ChoicePlan, AsksForNoMoreThanThereIs) {
    EXPECT_EQ(check(ChoiceConfig{.options = {items(3)}, .choices_min = {3}, .choices_max = {3}}), std::nullopt);
    EXPECT_EQ(check(ChoiceConfig{.options = {items(3)}, .choices_min = {1}, .choices_max = {4}}), Reject::bad_config);
    EXPECT_EQ(check(ChoiceConfig{.options = {items(3)}, .choices_min = {3}, .choices_max = {2}}), Reject::bad_config);
    EXPECT_EQ(check(ChoiceConfig{.options = {items(1)}}), Reject::bad_config);
    EXPECT_EQ(check(ChoiceConfig{}), Reject::bad_config);
}

TEST(DotsPlan, HasItemsOfItsOwnOrTheProposals) {
    EXPECT_EQ(check(DotsConfig{.items = {items(1)}}), std::nullopt);
    EXPECT_EQ(check(DotsConfig{}), Reject::bad_config);
    EXPECT_EQ(check(DotsConfig{.source = ItemSource::proposals, .items = {items(1)}}), Reject::bad_config);
}

}  // namespace
}  // namespace warsha
