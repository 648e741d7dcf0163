// One request for a page of the counter, as the function that makes its model sees it.
#pragma once

#include <memory>

#include "ledger/record/state.hpp"
#include "ledger/result.hpp"
#include "server/desk/visit.hpp"
#include "server/html/visit.hpp"
#include "server/service/service.hpp"
#include "server/web/config.hpp"

namespace radslag::service {
class SimilarTexts;
}

namespace radslag::web {

using html::Arg;
using html::Day;
using html::Hour;
using html::Page;
using html::Query;

class BundleMaker;
class CountStudies;
class Parts;
class ResultTexts;

/// What all pages share.
struct Site {
  service::Service& service;
  const Config& config;
  BundleMaker& bundles;
  service::SimilarTexts& similar;
  Parts& parts;
  CountStudies& studies;
  ResultTexts& texts;
};

/// Residents' pages and the staff's are made from one kind of visit; only the staff's pages know who is signed in.
struct Visit : desk::Visit {
  Visit(html::Visit&& base, const Site& its_site) : desk::Visit(std::move(base), its_site.service), site(its_site) {}

  const Site& site;
};

}  // namespace radslag::web
