// JSON in Belenios' one form: no spaces, members in a fixed order. A reader that follows the text it expects, so that whatever it
// accepts is canonical; and the little that writing needs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace radslag::voting::json {

/// Reads from the front. After the first disappointment it has failed: all reads give empty values, all loops end, and `done` is false.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), rest_(text) {}

  /// Exactly these bytes come next.
  void expect(std::string_view literal);
  /// Takes these bytes if they come next.
  [[nodiscard]] bool take(std::string_view literal);
  /// A string of printable ASCII without escapes, as elements, numbers and hashes are. The view lives as long as the text.
  [[nodiscard]] std::string_view plain();
  /// Any JSON string, decoded; valid UTF-8.
  [[nodiscard]] std::string text();
  /// A number from 0 to 2^53 - 1: digits without a leading zero.
  [[nodiscard]] std::uint64_t integer();
  /// For lists: `for (bool first = true; in.next_item(first);)` reads "[", then each item's comma, then "]".
  [[nodiscard]] bool next_item(bool& first);
  /// For objects whose members are not known beforehand: the same with "{", and each member's name into `name`.
  [[nodiscard]] bool next_member(bool& first, std::string& name);
  /// Passes over one value of any kind, at most 32 deep.
  void skip_value();

  void fail() { failed_ = true; }
  /// Failed because of a scalar that is not a canonical decimal below q.
  void fail_number();
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool bad_number() const { return bad_number_; }
  /// Nothing failed, and nothing is left.
  [[nodiscard]] bool done() const { return !failed_ && rest_.empty(); }
  /// Bytes read so far.
  [[nodiscard]] std::size_t position() const { return text_.size() - rest_.size(); }

 private:
  [[nodiscard]] char next() const { return failed_ || rest_.empty() ? '\0' : rest_.front(); }
  [[nodiscard]] bool next_of(bool& first, char open, char close);
  void skip_value(int depth);
  [[nodiscard]] bool take_escape(std::string& out);

  std::string_view text_;
  std::string_view rest_;
  bool failed_ = false;
  bool bad_number_ = false;
};

/// A string with its quotes: escapes only for `"`, `\` and control characters (\b \f \n \r \t, else \u00xx).
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace radslag::voting::json
