#pragma once
// Items of the table that take more than one sentence to send.

#include "place.hpp"

namespace warsha::web {

// connections
std::string says_nothing(Place& place);
std::string closes_at_once(Place& place);
std::string sends_the_head_byte_by_byte(Place& place);
std::string sends_the_body_byte_by_byte(Place& place);
std::string ends_before_the_body(Place& place);
std::string sends_a_thousand_requests_at_once(Place& place);
std::string claims_other_addresses(Place& place);
std::string guesses_ten_thousand_codes(Place& place);
std::string comes_when_the_server_is_full(Place& place);
std::string is_refused_a_version(Place& place);

// frames
std::string never_finishes_a_fragment(Place& place);
std::string never_finishes_a_frame(Place& place);
std::string resets_inside_a_frame(Place& place);
std::string closes_and_stays(Place& place);
std::string never_reads(Place& place);
std::string reads_a_byte_at_a_time(Place& place);

// seats and links
std::string greets(Place& place, Hello const& hello);                 ///< "welcome", "resumed", or the close code
std::string uses_a_ticket_twice(Place& place, Seat& seat);
std::string uses_the_ticket_of_a_seat_that_moved(Place& place, Seat& seat);
std::string uses_a_revoked_link(Place& place);
std::string comes_with_a_ticket_of_another_room(Place& place);
std::string takes_a_seat_of_another_room(Place& place);
std::string takes_a_seat_twice(Place& place);
std::string resumes(Place& place, Seat& seat, Position const& from);
std::string resumes_from_far_behind(Place& place, Seat& seat);

// commands
std::string repeats_a_command(Place& place, Seat& seat);
std::string repeats_it_elsewhere(Place& place, Seat& seat);
std::string reuses_a_cid(Place& place, Seat& seat);
std::string repeats_anothers_command(Place& place, Seat& seat);
std::string casts_an_older_revision(Place& place, Seat& seat);
std::string submits_more_than_it_may(Place& place, Seat& seat);
std::string endorses_what_is_gone(Place& place, Seat& seat);
std::string merges_in_a_circle(Place& place, Seat& seat);
std::string uses_a_slip_twice(Place& place);

}  // namespace warsha::web
