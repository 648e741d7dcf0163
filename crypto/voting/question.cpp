#include "crypto/voting/question.hpp"

#include <algorithm>
#include <string_view>

#include "crypto/group/group.hpp"
#include "crypto/voting/json.hpp"

namespace radslag::voting {

namespace {

constexpr std::uint64_t largest_number = (std::uint64_t{1} << 53) - 1;
constexpr std::uint64_t bits_a_number = 8;
/// Projects that one 8-bit number tells apart, 0 being none.
constexpr std::size_t most_numbered_choices = 255;

constexpr std::string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::none: return "";
    case Encoding::approval: return "approval";
    case Encoding::ranking: return "ranking";
    case Encoding::points: return "points";
  }
  return "";
}

Encoding encoding_named(std::string_view name) {
  for (const Encoding encoding : {Encoding::approval, Encoding::ranking, Encoding::points}) {
    if (name_of(encoding) == name) return encoding;
  }
  return Encoding::none;
}

template <typename T, typename Write>
std::string list(const std::vector<T>& items, Write write_item) {
  std::string out = "[";
  for (const T& item : items) {
    if (out.size() > 1) out += ',';
    out += write_item(item);
  }
  return out += ']';
}

std::string texts(const std::vector<std::string>& items) { return list(items, json::quote); }

std::string budget_member(const Question& question) {
  if (!question.budget) return {};
  return ",\"budget\":{\"limit\":" + std::to_string(question.budget->limit) +
         ",\"costs\":" + list(question.budget->costs, [](std::uint64_t cost) { return std::to_string(cost); }) + "}";
}

std::string range_members(const Question& question) {
  return "\"min\":" + std::to_string(question.min) + ",\"max\":" + std::to_string(question.max);
}

std::string write_homomorphic(const Question& question) {
  return "{\"answers\":" + texts(question.choices) + (question.blank ? ",\"blank\":true," : ",") + range_members(question) +
         ",\"question\":" + json::quote(question.text) + budget_member(question) + "}";
}

std::string write_mixnet(const Question& question) {
  std::vector<std::string> answers = question.choices;
  std::string extra;
  if (question.encoding != Encoding::none) {
    answers.clear();
    for (std::size_t i = 0; i < question.numbers(); ++i) answers.push_back(std::to_string(i + 1));
    extra = ",\"extra\":{\"encoding\":\"" + std::string(name_of(question.encoding)) + "\",\"choices\":" + texts(question.choices) + "," +
            range_members(question) + (question.encoding == Encoding::points ? ",\"points\":" + std::to_string(question.points) : "") +
            budget_member(question) + "}";
  }
  return "{\"type\":\"NonHomomorphic\",\"value\":{\"answers\":" + texts(answers) + ",\"question\":" + json::quote(question.text) + "}" +
         extra + "}";
}

std::vector<std::string> read_texts(json::Reader& in) {
  std::vector<std::string> items;
  for (bool first = true; in.next_item(first);) items.push_back(in.text());
  return items;
}

Budget read_budget(json::Reader& in) {
  Budget budget;
  in.expect("{\"limit\":");
  budget.limit = in.integer();
  in.expect(",\"costs\":");
  for (bool first = true; in.next_item(first);) budget.costs.push_back(in.integer());
  in.expect("}");
  return budget;
}

bool read_bool(json::Reader& in) {
  if (in.take("true")) return true;
  in.expect("false");
  return false;
}

/// Our own "extra"; another program's is passed over.
void read_extra(json::Reader& in, Question& question, std::size_t& numbers) {
  if (!in.take("{\"encoding\":")) return in.skip_value();
  question.encoding = encoding_named(in.plain());
  if (question.encoding == Encoding::none) in.fail();
  numbers = question.choices.size();
  in.expect(",\"choices\":");
  question.choices = read_texts(in);
  in.expect(",\"min\":");
  question.min = in.integer();
  in.expect(",\"max\":");
  question.max = in.integer();
  if (question.encoding == Encoding::points) {
    in.expect(",\"points\":");
    question.points = in.integer();
  }
  if (in.take(",\"budget\":")) question.budget = read_budget(in);
  in.expect("}");
}

void read_mixnet_value(json::Reader& in, Question& question, bool& undeclared) {
  std::string member;
  for (bool first = true; in.next_member(first, member);) {
    if (member == "answers") {
      question.choices = read_texts(in);
    } else if (member == "question") {
      question.text = in.text();
    } else {
      undeclared = true;
      in.skip_value();
    }
  }
}

/// One member of a homomorphic question, or of another kind's frame.
void read_member(json::Reader& in, std::string_view member, Question& question, std::size_t& numbers, bool& undeclared) {
  if (member == "answers") {
    question.choices = read_texts(in);
  } else if (member == "blank") {
    question.blank = read_bool(in);
  } else if (member == "min") {
    question.min = in.integer();
  } else if (member == "max") {
    question.max = in.integer();
  } else if (member == "question") {
    question.text = in.text();
  } else if (member == "budget") {
    question.budget = read_budget(in);
  } else if (member == "value" && question.kind == QuestionKind::mixnet) {
    read_mixnet_value(in, question, undeclared);
  } else if (member == "extra" && question.kind == QuestionKind::mixnet) {
    read_extra(in, question, numbers);
  } else {
    undeclared = true;
    in.skip_value();
  }
}

Checked<> check_range(const Question& question) {
  if (question.min > question.max) return flaw(FlawKind::bad_question, "min is over max");
  if (question.max > question.choices.size()) return flaw(FlawKind::bad_question, "max is over the number of choices");
  return {};
}

Checked<> check_budget(const Question& question) {
  if (!question.budget) return {};
  if (question.budget->costs.size() != question.choices.size()) return flaw(FlawKind::bad_question, "another number of costs than choices");
  const auto too_large = [](std::uint64_t number) { return number > largest_number; };
  if (too_large(question.budget->limit) || std::any_of(question.budget->costs.begin(), question.budget->costs.end(), too_large)) {
    return flaw(FlawKind::bad_question, "a cost or the limit is over 2^53 - 1");
  }
  return {};
}

Checked<> check_mixnet(const Question& question, const group::Group& group) {
  if (group.embedding_bytes() == 0) return flaw(FlawKind::bad_question, "this group has no mixnet questions");
  if (question.numbers() == 0) return flaw(FlawKind::bad_question, "a ballot would carry nothing");
  if (question.numbers() > group.embedding_bytes()) return flaw(FlawKind::bad_question, "more numbers than one ciphertext carries");
  if (question.encoding == Encoding::none) return {};
  if (question.encoding != Encoding::approval && question.choices.size() > most_numbered_choices) {
    return flaw(FlawKind::bad_question, "more choices than an 8-bit number tells apart");
  }
  if (question.encoding == Encoding::points && (question.points == 0 || question.points > largest_number)) {
    return flaw(FlawKind::bad_question, "no points to give");
  }
  return check_range(question);
}

}  // namespace

std::size_t Question::ciphertexts() const { return kind == QuestionKind::mixnet ? 1 : choices.size() + (blank ? 1 : 0); }

std::size_t Question::numbers() const {
  if (kind == QuestionKind::homomorphic) return 0;
  switch (encoding) {
    case Encoding::none: return choices.size();
    case Encoding::approval: return (choices.size() + bits_a_number - 1) / bits_a_number;
    case Encoding::ranking: return max;
    case Encoding::points: return 2 * max;
  }
  return 0;
}

std::string write(const Question& question) {
  return question.kind == QuestionKind::mixnet ? write_mixnet(question) : write_homomorphic(question);
}

Checked<Question> read_question(json::Reader& in, bool& undeclared) {
  Question question;
  std::size_t numbers = 0;
  std::string member;
  for (bool first = true; in.next_member(first, member);) {
    if (member != "type") {
      read_member(in, member, question, numbers, undeclared);
    } else if (const std::string type = in.text(); type == "NonHomomorphic") {
      question.kind = QuestionKind::mixnet;
    } else if (!in.failed()) {
      return flaw(FlawKind::unsupported, "a question of type " + type);
    }
  }
  if (in.failed()) return flaw(FlawKind::not_canonical, "election.json, byte " + std::to_string(in.position()));
  if (question.encoding != Encoding::none && numbers != question.numbers())
    return flaw(FlawKind::bad_question, "numbers of a mixnet ballot");
  return question;
}

Checked<> check_question(const Question& question, const group::Group& group) {
  if (question.choices.empty()) return flaw(FlawKind::bad_question, "nothing to choose from");
  if (auto fits = check_budget(question); !fits) return fits;
  return question.kind == QuestionKind::mixnet ? check_mixnet(question, group) : check_range(question);
}

}  // namespace radslag::voting
