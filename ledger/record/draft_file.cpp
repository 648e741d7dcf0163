#include "ledger/record/draft_file.hpp"

#include "ledger/record/fields.hpp"

namespace radslag::record {
namespace {

constexpr std::string_view first_line = "radslag/v1/draft";

/// A statement as text: without its last newline.
template <class C, class T>
void draft_fields(C& c, T& file, std::string& statement) {
  c.line(first_line);
  c.field("log", Origin{file.draft.log});
  c.field("key", Hex{file.key});
  c.field("statement", Text{statement});
  c.each("blob", file.draft.blobs, [](C& inner, auto& blob) { inner.field("blob", HexBytes{blob}); });
  c.each("signed", file.seals, [](C& inner, auto& seal) { inner.field("signed", Hex{seal.officer}, Hex{seal.signature}); });
}

}  // namespace

std::string encode_draft_file(const DraftFile& file) {
  auto statement = file.draft.statement.substr(0, file.draft.statement.size() - 1);
  FieldWriter writer;
  draft_fields(writer, file, statement);
  return writer.take();
}

Result<DraftFile> parse_draft_file(std::string_view text) {
  DraftFile file;
  std::string statement;
  FieldReader reader(text);
  draft_fields(reader, file, statement);
  if (auto done = reader.finish("draft"); !done) return tl::make_unexpected(done.error());
  file.draft.statement = statement + "\n";
  const auto parsed = parse_statement(file.draft.statement);
  if (!parsed) return tl::make_unexpected(parsed.error());
  std::vector<Digest> digests;
  for (const auto& blob : file.draft.blobs) digests.push_back(blob_digest(blob));
  if (digests != blobs_of(*parsed)) return refuse(Errc::mismatch, "the texts in the draft are not those that its statement names");
  for (const auto& seal : file.seals) {
    if (!crypto::verify(seal.officer, file.draft.statement, seal.signature))
      return refuse(Errc::bad_signature, "a seal in the draft is not one of its statement");
  }
  return file;
}

bool is_draft_file(std::string_view text) { return text.starts_with(first_line); }

}  // namespace radslag::record
