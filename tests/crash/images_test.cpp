// The power goes, at any moment, and the disk loses what was not flushed, or tears it. (A kill does not show this: the page cache survives it.)

#include <atomic>
#include <cstdlib>
#include <thread>
#include <unordered_set>

#include <gtest/gtest.h>

#include "archive/bundle.hpp"
#include "journal/files.hpp"
#include "tests/crash/images.hpp"
#include "tests/crash/story.hpp"

namespace warsha::crash {
namespace {

using contract::ballot;
using contract::join;
using contract::opening;
using contract::room_no;

constexpr std::array losses{Loss::nothing, Loss::everything, Loss::later, Loss::here_and_there};
constexpr std::uint64_t seed = 20'250;

Files files_below(std::filesystem::path const& folder) {
    Files files;
    for (auto const& one : std::filesystem::recursive_directory_iterator(folder))
        if (one.is_regular_file()) files[std::filesystem::relative(one.path(), folder).string()] = *read_file(one.path());
    return files;
}

std::vector<Draft> some(std::uint64_t& number, int count, std::size_t text_bytes = 20) {
    std::vector<Draft> batch;
    for (int i = 0; i < count; ++i, ++number)
        batch.push_back(number % 7 == 0 ? opening(number) : number % 2 == 0 ? join(number, "somebody " + std::to_string(number) + std::string(text_bytes, 'x')) : ballot(number));
    return batch;
}

Hash text_of_newest(Story& story, RoomId room) {
    story.keep_truth(room);
    for (auto entry = story.truth().at(room).rbegin();; ++entry)
        if (!entry->blobs.empty()) return entry->blobs[0].hash;
}

/// Rooms come and go, several batches wait for one flush, texts are erased, the program is stopped and started.
void live(Story& story) {
    std::uint64_t number = 1;
    story.open();
    story.create(room_no(1), "100001");
    story.create(room_no(2), "100002");
    story.settle();
    for (int sitting = 0; sitting < 3; ++sitting) {
        for (int i = 0; i < 6; ++i) {
            story.append(room_no(1), some(number, 1));
            story.settle();
            for (int together = 0; together < 3; ++together) story.append(room_no(1 + together % 2), some(number, 1 + i % 3));
            story.settle();
        }
        story.save_state(room_no(1), R"({"cache":")" + std::string(6'000, static_cast<char>('a' + sitting)) + "\"}");
        story.erase(room_no(1), text_of_newest(story, room_no(1)));
        story.settle();
        story.create(room_no(3 + sitting), "20000" + std::to_string(sitting));
        story.append(room_no(3 + sitting), some(number, 4));
        story.settle();
        if (sitting == 1) story.forget(room_no(3));
        story.settle();
        if (sitting == 1) {
            story.close();
            story.open();
        }
    }
    for (std::uint64_t room = 1; room <= 5; ++room)
        if (room != 3) story.keep_truth(room_no(room));
}

/// More than the 1,024 pages after which the writer carries the log into the database and begins it anew.
void grow(Story& story) {
    std::uint64_t number = 1;
    story.open();
    story.create(room_no(1), "100001");
    for (int i = 0; i < 30; ++i) {
        story.append(room_no(1), some(number, 4, 90'000));
        story.settle();
    }
    story.keep_truth(room_no(1));
}

struct Report {
    std::atomic<std::size_t> images = 0, wrong = 0;
    bool is_expected = false;            // that something is wrong
    std::mutex lock;
    std::unordered_set<std::size_t> seen;

    bool is_new(std::size_t fingerprint) {
        std::lock_guard const guard(lock);
        return seen.insert(fingerprint).second;
    }
    void print(char const* level) const { std::printf("PROVE level=\"%s\" amount=%zu violations=%zu\n", level, images.load(), wrong.load()); }
};

std::size_t fingerprint(Files const& files) {
    std::size_t sum = 0;
    for (auto const& [path, bytes] : files) sum = sum * 31 + std::hash<std::string>{}(path) * 17 + std::hash<std::string>{}(bytes);
    return sum;
}

void judge(Files const& image, std::size_t at, Story const& story, std::filesystem::path const& folder, Report& report) {
    auto const facts = std::ranges::count_if(story.facts(), [at](Fact const& fact) { return fact.at <= at; });
    if (!report.is_new(fingerprint(image) * 1'000'003 + static_cast<std::size_t>(facts))) return;  // judged already, against the same promises
    std::filesystem::create_directories(folder);
    write_files(folder, image);
    Promised const promised(story.facts(), at);
    auto wrong = broken_promises(folder / "journal.sqlite", story, promised);
    for (auto const& [room, expected] : promised.rooms)
        for (auto const& hash : expected.erased)
            for (auto const& [path, bytes] : files_below(folder))
                if (bytes.find(story.texts().at(hash)) != std::string::npos) wrong.push_back("an erased text is still in " + path + " after the next start");
    ++report.images;
    std::filesystem::remove_all(folder);
    if (wrong.empty()) return;
    if (++report.wrong > 5 || report.is_expected) return;
    ADD_FAILURE() << "after " << at << " operations: " << wrong.front();
}

/// Every `step`-th moment, with all losses, those that are drawn `draws` times; two threads share the work.
void cut_the_power(std::vector<Operation> const& operations, Story const& story, std::size_t step, int draws, Report& report) {
    Folder const folder;
    auto const share = [&](std::size_t part) {
        Images images(operations);
        for (;;) {
            auto const at = images.at();
            Random random(seed + at);
            for (auto const loss : losses) {
                if (at % step != 0 || at / step % 2 != part) break;
                bool const is_drawn = loss == Loss::later || loss == Loss::here_and_there;
                for (int i = 0; i < (is_drawn ? draws : 1); ++i) judge(images.image(loss, random), at, story, folder.path() / std::to_string(part), report);
            }
            if (images.is_over()) break;
            images.advance();
        }
    };
    std::thread other([&] { share(1); });
    share(0);
    other.join();
}

TEST(Recording, HasEverythingThatIsOnTheDisk) {
    Folder folder;
    Disk const disk(folder.path());
    Story story(disk, folder.path() / "journal.sqlite");
    live(story);
    story.close();
    auto const operations = disk.operations();
    Images images(operations);
    while (!images.is_over()) images.advance();
    Random random(seed);
    EXPECT_EQ(images.image(Loss::nothing, random), files_below(folder.path()));
}

/// What `work` asked of the disk, and a story that knows what it was promised.
std::vector<Operation> recorded(void (*work)(Story&), std::optional<Story>& story) {
    Folder const folder;
    Disk const disk(folder.path());
    work(story.emplace(disk, folder.path() / "journal.sqlite"));
    auto operations = disk.operations();
    story->close();
    return operations;
}

TEST(PowerCut, LosesNothingThatTheJournalAcknowledged) {
    Report report;
    std::optional<Story> story;
    auto const lived = recorded(live, story);
    cut_the_power(lived, *story, 1, 9, report);
    auto const grown = recorded(grow, story);
    cut_the_power(grown, *story, 19, 2, report);
    std::printf("%zu operations of the disk\n", lived.size() + grown.size());
    report.print("crash images: journal");
    EXPECT_GE(report.images, 5'000U);
}

/// The same without a single flush must not go well, or the images show nothing.
TEST(PowerCut, WouldBeNoticedIfTheJournalDidNotFlush) {
    Report report;
    report.is_expected = true;
    std::optional<Story> story;
    auto unflushed = recorded(live, story);
    for (auto& one : unflushed)
        if (one.kind == Operation::Kind::sync) one.kind = Operation::Kind::write;  // of no bytes
    cut_the_power(unflushed, *story, 15, 1, report);
    EXPECT_GT(report.wrong, 30U);
}

/// Keys, bundles, summaries: what a start finds of them is whole.
TEST(PowerCut, LeavesSmallFilesWholeOrAway) {
    using Content = std::optional<std::string>;  // none: away
    struct Step { std::size_t at; std::string path; Content bytes; bool is_done; };
    Folder folder;
    std::optional<Disk> disk(folder.path());
    std::vector<Step> steps;
    std::string const bundle(30'000, 'b'), other_bundle(20'000, 'c');
    auto const write = [&](std::string const& path, std::string const& bytes) {
        steps.push_back({disk->count(), path, bytes, false});
        if (path.starts_with("bundles")) write_bundle(folder.path() / path, bytes);
        else write_durably(folder.path() / path, bytes);
        steps.push_back({disk->count(), path, bytes, true});
    };
    auto const destroy = [&](std::string const& path) {
        steps.push_back({disk->count(), path, std::nullopt, false});
        destroy_file(folder.path() / path);
        steps.push_back({disk->count(), path, std::nullopt, true});
    };
    for (int i = 0; i < 20; ++i) {
        auto const name = std::to_string(i);
        write("keys/" + name, std::string(32, static_cast<char>('k' + i)));
        write("bundles/" + name + ".zip", bundle);
        write("bundles/" + name + ".zip", bundle);
        write("organiser.sha256", std::string(43, static_cast<char>('a' + i)));
        destroy("keys/" + name);           // zeros under its name would be taken for a key
        destroy("bundles/" + name + ".zip");
        write("bundles/" + name + ".zip", other_bundle);
    }
    auto const operations = disk->operations();
    disk.reset();

    Report report;
    Images images(operations);
    for (;; images.advance()) {
        for (auto const loss : losses) {
            Random random(seed + images.at() * 4 + static_cast<std::size_t>(loss));
            auto const image = images.image(loss, random);
            std::map<std::string, std::set<Content>> allowed;
            for (auto const& step : steps) {
                if (step.at > images.at()) break;
                auto& contents = allowed.try_emplace(step.path, std::set{Content{}}).first->second;
                if (step.is_done) contents.clear();
                contents.insert(step.bytes);
            }
            for (auto const& [path, contents] : allowed) {
                auto const found = image.find(path);
                if (contents.contains(found == image.end() ? Content{} : found->second)) continue;
                ++report.wrong;
                if (report.wrong < 5) ADD_FAILURE() << path << " after " << images.at() << " operations: " << (found == image.end() ? "lost" : "neither the old bytes nor the new ones");
            }
            ++report.images;
        }
        if (images.is_over()) break;
    }
    report.print("crash images: files");
    EXPECT_EQ(report.wrong, 0U);
}

}  // namespace
}  // namespace warsha::crash
