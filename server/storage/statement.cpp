#include "server/storage/statement.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <stdexcept>
#include <utility>

namespace radslag::storage {
namespace {

std::string column_bytes(sqlite3_stmt* statement, int column) {
  const void* bytes = sqlite3_column_blob(statement, column);  // null for an empty one
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  return size == 0 ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

}  // namespace

Prepared Statements::take(std::string_view sql) {
  const auto known = idle_.find(sql);
  if (known != idle_.end() && !known->second.empty()) {
    Prepared statement = std::move(known->second.back());
    known->second.pop_back();
    return statement;
  }
  sqlite3_stmt* made = nullptr;
  const int result =
      sqlite3_prepare_v3(database_.getHandle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  if (result != SQLITE_OK) throw SQLite::Exception(database_.getHandle(), result);
  return Prepared(made);
}

void Statements::give_back(std::string_view sql, Prepared statement) {
  auto known = idle_.find(sql);
  if (known == idle_.end()) known = idle_.emplace(sql, std::vector<Prepared>()).first;
  known->second.push_back(std::move(statement));
}

Statement::Statement(SQLite::Database& database, Statements& statements, std::string_view sql, std::initializer_list<Parameter> parameters)
    : database_(database), statements_(statements), sql_(sql), prepared_(statements.take(sql)) {
  if (std::cmp_not_equal(sqlite3_bind_parameter_count(prepared_.get()), parameters.size())) {
    throw std::logic_error("a statement with another number of parameters than it was given: " + std::string(sql));
  }
  int place = 0;
  for (const Parameter& parameter : parameters) bind(++place, parameter);
}

Statement::~Statement() {
  sqlite3_reset(prepared_.get());
  // The parameters' bytes were the caller's.
  sqlite3_clear_bindings(prepared_.get());
  try {
    statements_.give_back(sql_, std::move(prepared_));
  } catch (const std::bad_alloc&) {
    // Then it is prepared again the next time.
  }
}

void Statement::bind(int place, const Parameter& parameter) {
  sqlite3_stmt* statement = prepared_.get();
  const auto bound = [&] {
    if (const auto* number = std::get_if<std::int64_t>(&parameter.value())) return sqlite3_bind_int64(statement, place, *number);
    if (const auto* text = std::get_if<std::string_view>(&parameter.value())) {
      // A null pointer would bind NULL, which an empty text is not.
      return sqlite3_bind_text64(statement, place, text->empty() ? "" : text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    if (const auto* blob = std::get_if<Blob>(&parameter.value())) {
      return sqlite3_bind_blob64(statement, place, blob->bytes.empty() ? "" : blob->bytes.data(), blob->bytes.size(), SQLITE_STATIC);
    }
    return sqlite3_bind_null(statement, place);
  }();
  if (bound != SQLITE_OK) throw SQLite::Exception(database_.getHandle(), bound);
}

bool Statement::step_once() {
  const int result = sqlite3_step(prepared_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  throw SQLite::Exception(database_.getHandle(), result);
}

bool Statement::step(Row& row) {
  if (!step_once()) return false;
  sqlite3_stmt* statement = prepared_.get();
  const int columns = sqlite3_column_count(statement);
  row.values_.resize(static_cast<std::size_t>(columns));
  for (int column = 0; column < columns; ++column) {
    Row::Value& value = row.values_[static_cast<std::size_t>(column)];
    switch (sqlite3_column_type(statement, column)) {
      case SQLITE_NULL: value = std::monostate(); break;
      case SQLITE_INTEGER: value = static_cast<std::int64_t>(sqlite3_column_int64(statement, column)); break;
      case SQLITE_FLOAT: throw std::logic_error("a column of floating numbers, which no table of ours has: " + std::string(sql_));
      default: value = column_bytes(statement, column); break;
    }
  }
  return true;
}

void Statement::finish() {
  while (step_once()) {
  }
}

}  // namespace radslag::storage
