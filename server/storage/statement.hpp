// Prepared statements, kept for the next time they are asked for.
#pragma once

#include <sqlite3.h>

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/storage/values.hpp"

namespace SQLite {
class Database;
}

namespace radslag::storage {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

/// Statements that nobody is using, by their text. A statement in use is not in here, so that the work of one row may ask the same again.
class Statements {
 public:
  explicit Statements(SQLite::Database& database) : database_(database) {}
  [[nodiscard]] Prepared take(std::string_view sql);
  void give_back(std::string_view sql, Prepared statement);

 private:
  SQLite::Database& database_;
  std::map<std::string, std::vector<Prepared>, std::less<>> idle_;
};

/// One execution. Errors of SQLite come out as SQLite::Exception; a wrong number of parameters is a std::logic_error.
class Statement {
 public:
  Statement(SQLite::Database& database, Statements& statements, std::string_view sql, std::initializer_list<Parameter> parameters);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  [[nodiscard]] bool only_reads() const { return sqlite3_stmt_readonly(prepared_.get()) != 0; }
  /// True if there is a row, which then stands in `row`.
  [[nodiscard]] bool step(Row& row);
  /// To the end, without looking at rows.
  void finish();

 private:
  void bind(int place, const Parameter& parameter);
  [[nodiscard]] bool step_once();

  SQLite::Database& database_;
  Statements& statements_;
  std::string_view sql_;
  Prepared prepared_;
};

}  // namespace radslag::storage
