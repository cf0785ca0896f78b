#include "tests/crash/images.hpp"

#include <algorithm>
#include <fstream>

namespace warsha::crash {
namespace {

using Kind = Operation::Kind;
using Pending = std::vector<Operation const*>;

std::string folder_of(std::string const& path) {
    auto const slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

void put(std::string& content, std::size_t at, std::string_view bytes) {
    if (content.size() < at + bytes.size()) content.resize(at + bytes.size(), '\0');
    std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<long>(at));
}

void apply(std::string& content, Operation const& operation) {
    if (operation.kind == Kind::truncate) content.resize(operation.at, '\0');
    else put(content, operation.at, operation.bytes);
}

/// Some of its sectors.
void apply_torn(std::string& content, Operation const& operation, Random& random) {
    if (operation.kind == Kind::truncate) return;
    std::size_t const sector = random() % 2 == 0 ? 512 : 4096;
    auto const end = operation.at + operation.bytes.size();
    for (auto at = operation.at; at < end;) {
        auto const next = std::min(end, (at / sector + 1) * sector);
        if (random() % 2 == 0) put(content, at, std::string_view(operation.bytes).substr(at - operation.at, next - at));
        at = next;
    }
}

}  // namespace

void Images::change(Names& names, Operation const& operation) {
    switch (operation.kind) {
        case Kind::link: names[operation.path] = operation.file; break;
        case Kind::make_folder: names[operation.path] = 0; break;
        case Kind::unlink: names.erase(operation.path); break;
        case Kind::rename:
            names.erase(operation.path);
            names[operation.to] = operation.file;
            break;
        default: break;
    }
}

void Images::advance() {
    auto const& operation = operations_[next_++];
    switch (operation.kind) {
        case Kind::write:
        case Kind::truncate: contents_[operation.file].pending.push_back(&operation); break;
        case Kind::sync: {
            auto& content = contents_[operation.file];
            for (auto const* one : content.pending) apply(content.flushed, *one);
            content.pending.clear();
            break;
        }
        case Kind::sync_folder: {
            auto const is_here = [&](Operation const* one) { return folder_of(one->path) == operation.path; };
            for (auto const* one : pending_names_)
                if (is_here(one)) change(names_, *one);
            std::erase_if(pending_names_, is_here);
            break;
        }
        default: pending_names_.push_back(&operation);
    }
}

std::string Images::remains(Content const& content, Loss loss, Random& random) {
    auto bytes = content.flushed;
    auto const& pending = content.pending;
    auto const moment = loss == Loss::nothing ? pending.size() : loss == Loss::everything || pending.empty() ? 0 : random() % pending.size();
    if (loss != Loss::here_and_there) {
        for (std::size_t i = 0; i < moment; ++i) apply(bytes, *pending[i]);
        if (loss == Loss::later && moment < pending.size()) apply_torn(bytes, *pending[moment], random);
        return bytes;
    }
    for (auto const* one : pending) {
        auto const fate = random() % 4;
        if (fate < 2) apply(bytes, *one);
        else if (fate == 2) apply_torn(bytes, *one, random);
    }
    return bytes;
}

Files Images::image(Loss loss, Random& random) const {
    auto names = names_;
    auto const kept = loss == Loss::nothing ? pending_names_.size() : loss == Loss::everything ? 0 : random() % (pending_names_.size() + 1);
    for (std::size_t i = 0; i < kept; ++i) change(names, *pending_names_[i]);
    Files files;
    for (auto const& [path, file] : names) {
        bool is_reached = file != 0;
        for (auto above = folder_of(path); !above.empty(); above = folder_of(above)) is_reached = is_reached && names.contains(above);
        if (!is_reached) continue;
        auto const content = contents_.find(file);
        files[path] = content == contents_.end() ? "" : remains(content->second, loss, random);
    }
    return files;
}

void write_files(std::filesystem::path const& folder, Files const& files) {
    for (auto const& [path, bytes] : files) {
        std::filesystem::create_directories((folder / path).parent_path());
        std::ofstream(folder / path, std::ios::binary) << bytes;
    }
}

}  // namespace warsha::crash
