// A site's function in a table that all sites' fronts can read.
#pragma once

#include <utility>

namespace radslag::html {

struct Visit;

template <class Signature>
class Handler;

/// A function that takes its site's own kind of visit, kept as one that takes any. That is safe because a front hands its own kind of
/// visit to its own routes and no other.
template <class Result, class... More>
class Handler<Result(More...)> {
 public:
  template <class SiteVisit>
  Handler(Result (*function)(const SiteVisit&, More...))  // implicit, so that a table names functions and nothing else
      : function_(reinterpret_cast<void (*)()>(function)), call_(call<SiteVisit>) {}

  Result operator()(const Visit& visit, More... more) const { return call_(function_, visit, std::forward<More>(more)...); }

 private:
  template <class SiteVisit>
  static Result call(void (*function)(), const Visit& visit, More... more) {
    return reinterpret_cast<Result (*)(const SiteVisit&, More...)>(function)(static_cast<const SiteVisit&>(visit),
                                                                             std::forward<More>(more)...);
  }

  void (*function_)();
  Result (*call_)(void (*)(), const Visit&, More...);
};

}  // namespace radslag::html
