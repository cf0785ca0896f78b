#include "archive/bundle.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <minizip/unzip.h>
#include <minizip/zip.h>

namespace warsha {
namespace {

constexpr std::size_t files_max = 32;
constexpr uLong first_of_1980 = (1U << 21) | (1U << 16);  // the earliest DOS date; there is no "none"

/// minizip reads and writes through these; the "file" is a string in memory.
struct Memory {
    std::string bytes;
    std::size_t at = 0;
};

Memory& memory(voidpf stream) { return *static_cast<Memory*>(stream); }
voidpf open_memory(voidpf opaque, void const*, int) { return opaque; }
uLong read_memory(voidpf, voidpf stream, void* to, uLong size) {
    auto& from = memory(stream);
    auto const there = std::min<std::size_t>(size, from.bytes.size() - from.at);
    std::memcpy(to, from.bytes.data() + from.at, there);
    from.at += there;
    return there;
}
uLong write_memory(voidpf, voidpf stream, void const* from, uLong size) {
    auto& to = memory(stream);
    if (to.bytes.size() < to.at + size) to.bytes.resize(to.at + size);
    std::memcpy(to.bytes.data() + to.at, from, size);
    to.at += size;
    return size;
}
ZPOS64_T tell_memory(voidpf, voidpf stream) { return memory(stream).at; }
long seek_memory(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
    auto& file = memory(stream);
    auto const base = origin == ZLIB_FILEFUNC_SEEK_SET ? 0 : origin == ZLIB_FILEFUNC_SEEK_CUR ? file.at : file.bytes.size();
    if (offset > file.bytes.size() - base) return -1;
    file.at = base + offset;
    return 0;
}
int close_memory(voidpf, voidpf) { return 0; }
int no_error(voidpf, voidpf) { return 0; }

zlib_filefunc64_def functions_over(Memory& file) {
    return {open_memory, read_memory, write_memory, tell_memory, seek_memory, close_memory, no_error, &file};
}

void must(int outcome) {
    if (outcome != ZIP_OK) throw std::runtime_error("minizip could not write the bundle");
}

void add_file(zipFile to, BundleFile const& file) {
    zip_fileinfo info{};
    info.dosDate = first_of_1980;
    must(zipOpenNewFileInZip64(to, file.name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, 0, 0, 0));  // method 0: stored
    must(zipWriteInFileInZip(to, file.bytes.data(), static_cast<unsigned>(file.bytes.size())));
    must(zipCloseFileInZip(to));
}

struct CloseReader {
    void operator()(void* reader) const { unzClose(reader); }
};

BundleFile read_current(unzFile from, std::size_t bytes_left) {
    unz_file_info64 info{};
    char name[256]{};
    if (unzGetCurrentFileInfo64(from, &info, name, sizeof name - 1, nullptr, 0, nullptr, 0) != UNZ_OK) throw std::runtime_error("the zip's directory is damaged");
    if (info.compression_method != 0 || info.size_filename >= sizeof name - 1) throw std::runtime_error("the zip is none of ours: its files are compressed or oddly named");
    if (info.uncompressed_size > bytes_left) throw std::runtime_error("the zip claims more bytes than it has");
    BundleFile file{name, std::string(info.uncompressed_size, '\0')};
    if (unzOpenCurrentFile(from) != UNZ_OK) throw std::runtime_error(file.name + " in the zip is damaged");
    auto const got = unzReadCurrentFile(from, file.bytes.data(), static_cast<unsigned>(file.bytes.size()));
    bool const whole = unzCloseCurrentFile(from) == UNZ_OK;  // compares the CRC
    if (!whole || got != static_cast<int>(file.bytes.size())) throw std::runtime_error(file.name + " in the zip is damaged");
    return file;
}

}  // namespace

std::string zip(std::vector<BundleFile> const& files) {
    Memory made;
    auto functions = functions_over(made);
    zipFile const to = zipOpen2_64("bundle.zip", APPEND_STATUS_CREATE, nullptr, &functions);
    if (!to) throw std::runtime_error("minizip could not start the bundle");
    for (auto const& file : files) add_file(to, file);
    must(zipClose(to, nullptr));
    return std::move(made.bytes);
}

std::vector<BundleFile> read_zip(std::string const& bytes) {
    Memory from{bytes};
    auto functions = functions_over(from);
    std::unique_ptr<void, CloseReader> const reader(unzOpen2_64("bundle.zip", &functions));
    if (!reader) throw std::runtime_error("this is not a zip");
    std::vector<BundleFile> files;
    std::size_t bytes_left = bytes.size();
    for (int more = unzGoToFirstFile(reader.get()); more == UNZ_OK; more = unzGoToNextFile(reader.get())) {
        if (files.size() == files_max) throw std::runtime_error("the zip has more files than a bundle");
        files.push_back(read_current(reader.get(), bytes_left));
        bytes_left -= files.back().bytes.size();
    }
    // minizip forgives a cut end, other times, bytes between the files: all that is not what zip() writes.
    if (zip(files) != bytes) throw std::runtime_error("the zip around the files is cut, or not as a bundle's must be");
    return files;
}

}  // namespace warsha
