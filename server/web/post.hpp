// What the posts that end in a receipt have in common.
#pragma once

#include <functional>

#include "server/web/exchange.hpp"

namespace radslag::web {

/// Errors: unsupported (another content type).
[[nodiscard]] Result<> needs_json(const http::Request& request);

/// 201 with the receipt, or the problem. Takes the exchange's `done`. May be called on the writer's thread.
[[nodiscard]] std::function<void(Result<service::Receipt>)> answer_receipt(Exchange& exchange);

}  // namespace radslag::web
