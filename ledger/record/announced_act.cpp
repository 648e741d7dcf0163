#include "ledger/record/announced_act.hpp"

#include "ledger/record/fields.hpp"

namespace radslag::record {
namespace {

/// A statement as text: without its last newline.
template <class C, class T>
void announced_fields(C& c, T& act, std::string& statement) {
  c.line("radslag/v1/announced-act");
  c.field("log", Origin{act.log});
  c.field("key", Hex{act.key});
  c.field("bytes", Number{act.bytes});
  c.field("statement", Text{statement});
  c.each("signed", act.seals, [](C& inner, auto& seal) { inner.field("signed", Hex{seal.officer}, Hex{seal.signature}); });
}

}  // namespace

std::string encode_announced_act(const AnnouncedAct& act) {
  auto statement = act.statement.substr(0, act.statement.size() - 1);
  FieldWriter writer;
  announced_fields(writer, act, statement);
  return writer.take();
}

Result<AnnouncedAct> parse_announced_act(std::string_view text) {
  AnnouncedAct act;
  std::string statement;
  FieldReader reader(text);
  announced_fields(reader, act, statement);
  if (auto done = reader.finish("announced act"); !done) return tl::make_unexpected(done.error());
  act.statement = statement + "\n";
  return act;
}

}  // namespace radslag::record
