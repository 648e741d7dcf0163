#include "server/storage/values.hpp"

#include <algorithm>
#include <stdexcept>

namespace radslag::storage {
namespace {

template <typename Wanted, typename Value>
const Wanted& as(const Value& value, const char* what) {
  if (const Wanted* found = std::get_if<Wanted>(&value)) return *found;
  throw std::logic_error(std::string("a column that does not hold ") + what);
}

}  // namespace

void Parameter::too_great() { throw std::logic_error("an integer that no column can hold"); }

const Row::Value& Row::at(std::size_t column) const {
  if (column >= values_.size()) throw std::logic_error("an answer without column " + std::to_string(column));
  return values_[column];
}

std::int64_t Row::integer(std::size_t column) const { return as<std::int64_t>(at(column), "an integer"); }

const std::string& Row::text(std::size_t column) const { return as<std::string>(at(column), "text or bytes"); }

bool Row::is_null(std::size_t column) const { return std::holds_alternative<std::monostate>(at(column)); }

std::optional<std::int64_t> Row::maybe_integer(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<std::string> Row::maybe_text(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

void Row::copy_bytes(std::size_t column, std::uint8_t* out, std::size_t size) const {
  const std::string& bytes = text(column);
  if (bytes.size() != size) throw std::logic_error("a column of another length than " + std::to_string(size) + " bytes");
  std::ranges::copy(bytes, out);
}

}  // namespace radslag::storage
