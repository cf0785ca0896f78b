#pragma once
// What is done to the data folder of a server, running or not: backup, restore, a new organiser token. Every function prints and returns an exit code.

#include <string>

namespace warsha {

int back_up(std::string const& data_dir, std::string const& file);
/// Into a folder that holds no rooms yet.
int restore(std::string const& data_dir, std::string const& file);
/// Prints it, once; the one before is void.
int new_organiser(std::string const& data_dir);

}  // namespace warsha
