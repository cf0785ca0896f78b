#pragma once

namespace warsha {

/// One visitor out of lambdas: a variant's new alternative does not compile until it is handled.
template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;  // clang-tidy 14 needs the guide

}  // namespace warsha
