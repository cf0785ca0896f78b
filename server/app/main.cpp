// The one binary: serve, room, backup, restore, organiser, crowd, play, verify, health, version.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include <CLI/CLI.hpp>

#include "app/crowd.hpp"
#include "app/data_tool.hpp"
#include "app/options.hpp"
#include "app/play.hpp"
#include "app/room_tool.hpp"
#include "app/serve.hpp"
#include "app/version.hpp"
#include "archive/bundle.hpp"
#include "room/data_dir.hpp"

namespace warsha {
namespace {

/// --config must be known before the flags are: its values are the defaults that flags and environment override.
std::string config_path(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--config") == 0 && i + 1 < argc) return argv[i + 1];
        if (std::strncmp(argv[i], "--config=", 9) == 0) return argv[i] + 9;
    }
    char const* const environment = std::getenv("WARSHA_CONFIG");
    return environment ? environment : "";
}

client::Target parse_server(std::string url) {
    if (url.starts_with("http://")) url = url.substr(7);
    auto const colon = url.rfind(':');
    client::Target target;
    target.host = url.substr(0, colon);
    if (target.host == "localhost") target.host = "127.0.0.1";
    if (colon != std::string::npos) target.port = std::atoi(url.c_str() + colon + 1);
    return target;
}

std::vector<client::Target> parse_servers(std::string const& urls) {
    std::vector<client::Target> targets;
    std::istringstream in(urls);
    for (std::string url; std::getline(in, url, ',');) targets.push_back(parse_server(url));
    return targets;
}

int run_verify(std::string const& path) {
    auto const bytes = read_file(path);
    if (!bytes) {
        std::fprintf(stderr, "%s cannot be read.\n", path.c_str());
        return 2;
    }
    auto const report = verify_bundle(*bytes);
    for (auto const& sentence : report.checked) std::printf("ok  %s\n", sentence.c_str());
    if (report.ok) std::printf("The bundle is whole: every result follows from its journal.\n");
    else std::printf("WRONG  %s\n", report.first_wrong.c_str());
    return report.ok ? 0 : 1;
}

/// What the subcommands write into while parsing.
struct CommandLine {
    ServeOptions serve;
    bool print_config = false;
    std::string server = "http://127.0.0.1:8080", token, plan, code, bundle, data_dir = "data", file;
    CrowdOptions crowd;
    PlayOptions play;
    bool play_has_server = false;
};

void add_serve(CLI::App& app, CommandLine& line, std::vector<OptionSpec> const& table) {
    auto* const serve = app.add_subcommand("serve", "Run the server.");
    add_flags(*serve, table);
    serve->add_option("--config", "TOML file with any of these options")->envname("WARSHA_CONFIG");
    serve->add_flag("--print-config", line.print_config, "show the effective options and exit");
    serve->footer("Example: warsha serve --data-dir /var/lib/warsha --public-url https://warsha.example.org");
}

void add_room(CLI::App& app, CommandLine& line) {
    auto* const room = app.add_subcommand("room", "Create, list, close, erase and delete rooms of a running server.");
    room->require_subcommand(1);
    room->add_option("--server", line.server, "the server's address [http://127.0.0.1:8080]")->envname("WARSHA_SERVER");
    room->add_option("--token", line.token, "the organiser token, printed at the server's first start")->envname("WARSHA_ORGANISER_TOKEN");
    room->add_subcommand("create", "Create a room and print its links.")
        ->fallthrough()
        ->add_option("plan", line.plan, "JSON file with the room's plan; without it the openness workshop");
    room->add_subcommand("list", "List rooms.")->fallthrough();
    room->add_subcommand("close", "Close a room; its bundle is written.")->fallthrough()->add_option("code", line.code, "join code of the room")->required();
    room->add_subcommand("erase", "Erase all names and texts of a closed room; counts and chain stay.")->fallthrough()->add_option("room", line.code, "join code or id of the room")->required();
    room->add_subcommand("delete", "Delete a room that is not live: journal, key and bundle.")->fallthrough()->add_option("room", line.code, "join code or id of the room")->required();
    room->footer("Example: warsha room create plan.json --token \"$WARSHA_ORGANISER_TOKEN\"");
}

void add_data(CLI::App& app, CommandLine& line) {
    auto const in_folder = [&line](CLI::App* command) { command->add_option("--data-dir", line.data_dir, "the server's folder [data]")->envname("WARSHA_DATA_DIR"); };
    auto* const backup = app.add_subcommand("backup", "Copy everything into one file; the server may run, and votes go on.");
    backup->add_option("file", line.file, "file to write")->required();
    in_folder(backup);
    backup->footer("Example: warsha backup /var/backups/warsha-monday.backup --data-dir /var/lib/warsha");
    auto* const restore = app.add_subcommand("restore", "Make an empty data folder what a backup holds; every room begins a new epoch.");
    restore->add_option("file", line.file, "file made by warsha backup")->required();
    in_folder(restore);
    restore->footer("Example: warsha restore /var/backups/warsha-monday.backup --data-dir /var/lib/warsha-new");
    auto* const organiser = app.add_subcommand("organiser", "The token that creates rooms.");
    organiser->require_subcommand(1);
    in_folder(organiser->add_subcommand("new", "Make a new one and print it, once; the one before is void."));
    organiser->footer("Example: warsha organiser new --data-dir /var/lib/warsha");
}

void add_tools(CLI::App& app, CommandLine& line) {
    auto* const crowd = app.add_subcommand("crowd", "Simulated attendees over real WebSockets.");
    crowd->add_option("code", line.crowd.code, "join code of the room")->required();
    crowd->add_option("--people", line.crowd.people, "how many [100]")->check(CLI::Range(1, 20000));
    crowd->add_option("--seconds", line.crowd.seconds, "how long; 0 until Ctrl-C [0]")->check(CLI::Range(0, 86400));
    crowd->add_option("--acts-per-second", line.crowd.acts_per_second, "of the whole crowd; 0: people / 20 [0]");
    crowd->add_option("--seed", line.crowd.seed, "the same seed behaves the same [1]");
    crowd->add_option("--server", line.server, "the server's address")->envname("WARSHA_SERVER");
    crowd->footer("Example: warsha crowd 482913 --people 200 --seconds 60");

    auto* const play = app.add_subcommand("play", "Play a scenario and compare the results with the expected ones.");
    play->add_option("scenario", line.play.scenario, "scenario file")->required();
    auto* const server = play->add_option("--server", line.server, "play on this server, or over these nodes of a cluster, separated by commas; without it an own server is started");
    play->add_option("--token", line.play.organiser_token, "organiser token of that server")->envname("WARSHA_ORGANISER_TOKEN");
    play->add_option("--copies", line.play.copies, "send every command this often [1]")->check(CLI::Range(1, 10));
    play->add_option("--seed", line.play.seed, "shuffle who comes and votes when; the results must be the same");
    play->add_option("--times", line.play.times, "play the day this often, with seeds counting up [1]")->check(CLI::Range(1, 10'000));
    play->add_flag("--reconnect", line.play.reconnect, "half the phones lose their network in the middle");
    play->add_flag("--kill", line.play.kill, "kill -9 the own server in the middle")->excludes(server);
    play->callback([&line, server] { line.play_has_server = server->count() > 0; });
    play->footer("Example: warsha play tests/workshop/scenario.json --copies 3 --reconnect --kill");

    app.add_subcommand("verify", "Recompute every result of a bundle.")->add_option("bundle", line.bundle, "bundle.zip")->required();
    app.get_subcommand("verify")->footer("Example: warsha verify bundle.zip");
    auto* const health = app.add_subcommand("health", "Ask a running server whether it is ready; exit 1 when it is not.");
    health->add_option("--server", line.server, "the server's address [http://127.0.0.1:8080]")->envname("WARSHA_SERVER");
    health->footer("Example: warsha health --server http://127.0.0.1:8080");
    app.add_subcommand("version", "Print version, protocol and libraries.");
}

int dispatch(CLI::App const& app, CommandLine& line, std::vector<OptionSpec> const& table) {
    if (app.got_subcommand("serve")) {
        if (!line.print_config) return run_serve(line.serve);
        std::printf("%s", print_config(table).c_str());
        return 0;
    }
    if (auto const* const room = app.get_subcommand("room"); room->parsed()) {
        RoomTool const tool{parse_server(line.server), line.token};
        if (room->got_subcommand("create")) return tool.create(line.plan);
        if (room->got_subcommand("list")) return tool.list();
        if (room->got_subcommand("erase")) return tool.forget(line.code, "erase");
        if (room->got_subcommand("delete")) return tool.forget(line.code, "delete");
        return tool.close(line.code);
    }
    if (app.got_subcommand("backup")) return back_up(line.data_dir, line.file);
    if (app.got_subcommand("restore")) return restore(line.data_dir, line.file);
    if (app.got_subcommand("organiser")) return new_organiser(line.data_dir);
    if (app.got_subcommand("crowd")) {
        line.crowd.target = parse_server(line.server);
        return run_crowd(line.crowd);
    }
    if (app.got_subcommand("play")) {
        if (line.play_has_server) line.play.targets = parse_servers(line.server);
        return run_play(line.play);
    }
    if (app.got_subcommand("health")) return RoomTool{parse_server(line.server), {}}.health();
    if (app.got_subcommand("verify")) return run_verify(line.bundle);
    std::printf("%s", version_text().c_str());
    return 0;
}

int run(int argc, char** argv) {
    CommandLine line;
    auto const table = option_table(line.serve);
    try {
        if (auto const path = config_path(argc, argv); !path.empty()) read_config_file(path, table);
    } catch (std::invalid_argument const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    CLI::App app{"Warsha (ورشة): the live room of a participatory workshop."};
    app.require_subcommand(1);
    app.set_version_flag("--version", version_text());
    add_serve(app, line, table);
    add_room(app, line);
    add_data(app, line);
    add_tools(app, line);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return dispatch(app, line, table);
}

}  // namespace
}  // namespace warsha

int main(int argc, char** argv) {
    try {
        return warsha::run(argc, argv);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
