// Deterministic zip through minizip: stored, fixed times, fixed order.

#include <cstdlib>
#include <stdexcept>

#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <openssl/sha.h>
#include <unistd.h>

#include "archive/bundle.hpp"
#include "archive/temporary.hpp"

namespace warsha {
namespace {

constexpr unsigned long fixed_dos_date = (46UL << 25) | (1UL << 21) | (1UL << 16);  // 2026-01-01: no time of ours may change the bytes
constexpr std::size_t files_max = 64, file_bytes_max = 256UL * 1024 * 1024;

}  // namespace

TemporaryFile::TemporaryFile() {
    auto name = (std::filesystem::temp_directory_path() / "warsha-XXXXXX").string();
    int const fd = ::mkstemp(name.data());
    if (fd < 0) throw std::runtime_error("no temporary file could be made");
    ::close(fd);
    path = name;
}
TemporaryFile::~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

std::string zip(std::vector<BundleFile> const& files) {
    TemporaryFile const target;
    auto* const out = zipOpen(target.path.c_str(), APPEND_STATUS_CREATE);
    if (!out) throw std::runtime_error("the zip could not be made");
    bool ok = true;
    for (auto const& file : files) {
        zip_fileinfo info{};
        info.dosDate = fixed_dos_date;
        ok = ok && zipOpenNewFileInZip(out, file.name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, 0, 0) == ZIP_OK &&
             zipWriteInFileInZip(out, file.bytes.data(), static_cast<unsigned>(file.bytes.size())) == ZIP_OK && zipCloseFileInZip(out) == ZIP_OK;
    }
    ok = zipClose(out, nullptr) == ZIP_OK && ok;
    auto bytes = read_file(target.path);
    if (!ok || !bytes) throw std::runtime_error("the zip could not be written");
    return std::move(*bytes);
}

std::vector<BundleFile> read_zip(std::string const& bytes) {
    TemporaryFile const source;
    write_durably(source.path, bytes);
    auto* const in = unzOpen(source.path.c_str());
    if (!in) throw std::runtime_error("this is not a zip");
    std::unique_ptr<void, decltype(&unzClose)> const guard(in, &unzClose);
    std::vector<BundleFile> files;
    for (int code = unzGoToFirstFile(in); code != UNZ_END_OF_LIST_OF_FILE; code = unzGoToNextFile(in)) {
        char name[256] = {};
        unz_file_info info{};
        if (code != UNZ_OK || unzGetCurrentFileInfo(in, &info, name, sizeof name - 1, nullptr, 0, nullptr, 0) != UNZ_OK) throw std::runtime_error("the zip's directory is damaged");
        if (files.size() >= files_max || info.uncompressed_size > file_bytes_max) throw std::runtime_error("the zip is larger than a bundle can be");
        BundleFile file{name, std::string(info.uncompressed_size, '\0')};
        bool ok = unzOpenCurrentFile(in) == UNZ_OK;
        ok = ok && unzReadCurrentFile(in, file.bytes.data(), static_cast<unsigned>(file.bytes.size())) == static_cast<int>(file.bytes.size());
        ok = ok && unzCloseCurrentFile(in) == UNZ_OK;  // checks the CRC
        if (!ok) throw std::runtime_error(std::string("the file ") + name + " inside the zip is damaged");
        files.push_back(std::move(file));
    }
    return files;
}

Hash write_bundle(std::filesystem::path const& where, std::string const& bytes) {
    Hash hash;
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), hash.value.data());
    if (auto const there = read_file(where)) {
        if (*there != bytes) throw std::runtime_error("another bundle of this room is there already: " + where.string());
        return hash;
    }
    write_durably(where, bytes);
    return hash;
}

}  // namespace warsha
