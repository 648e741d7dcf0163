// A report as paragraphs: what its text and its page have in common.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ledger/audit/words.hpp"

namespace radslag::audit {

struct RoundReport;
struct InitiativeReport;
struct Report;

enum class Level {
  plain,  ///< a paragraph
  item,   ///< of a list
  under,  ///< belongs to the paragraph before
  below,  ///< likewise, one step further in
};

struct Line {
  Level level = Level::plain;
  std::string text;
};

struct Part {
  std::string heading;
  std::vector<Line> lines;
};

struct Document {
  Language language{};
  std::string title, verdict;
  bool holds = false;
  std::vector<Part> parts;  ///< none is empty
};

/// Sentences that follow each other in one line.
class Saying {
 public:
  explicit Saying(Language language) : language_(language) {}
  Saying& add(const Sentence& sentence);
  Saying& add(std::string key, std::vector<Value> values = {}) { return add(say(std::move(key), std::move(values))); }
  Saying& add_if(bool condition, std::string key, std::vector<Value> values = {});
  [[nodiscard]] std::string text() const { return text_; }
  [[nodiscard]] Line line(Level level = Level::plain) const { return {level, text_}; }

 private:
  Language language_;
  std::string text_;
};

[[nodiscard]] Document document_of(const Report& report, Language language);

// The parts that have files of their own: report_rounds.cpp, report_initiatives.cpp, report_witnesses.cpp, report_seen.cpp.
[[nodiscard]] Part rounds_part(const Report& report, Language language);
[[nodiscard]] Part initiatives_part(const Report& report, Language language);
[[nodiscard]] Part witnesses_part(const Report& report, Language language);
[[nodiscard]] Part succession_part(const Report& report, Language language);
[[nodiscard]] Part seen_part(const Report& report, Language language);

[[nodiscard]] std::string text_of(const Document& document);
[[nodiscard]] std::string html_of(const Document& document);

}  // namespace radslag::audit
