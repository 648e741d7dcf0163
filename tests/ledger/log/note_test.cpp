#include "ledger/log/note.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

#include "crypto/encoding.hpp"

namespace radslag::log {
namespace {

using namespace std::string_literals;

const std::string dash = "\xe2\x80\x94 ";
const std::string name = "log.example/town";

crypto::SigningKey key_number(std::uint8_t number) {
  crypto::SigningKey::Seed seed{};
  seed[0] = number;
  return crypto::SigningKey::from_seed(seed);
}

VerifierKey verifier(std::uint8_t number, const std::string& its_name = name) {
  return VerifierKey::of(its_name, key_number(number).public_key());
}

/// The signature line alone of a note signed by another key.
std::string line_of(const std::string& text, std::uint8_t number, const std::string& its_name = name) {
  return sign_note(text, its_name, key_number(number)).substr(text.size() + 1);
}

std::string unknown_line(int i) {
  return dash + "witness" + std::to_string(i) + ".example " + crypto::to_base64("\0\0\0"s + static_cast<char>(i) + "?") + '\n';
}

TEST_CASE("the specification's example of a verifier key is read and written") {
  const std::string vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
  const auto key = VerifierKey::parse(vkey);
  REQUIRE(key);
  REQUIRE(key->name == "example.com/foo");
  REQUIRE(key->id == 0x530d903a);
  REQUIRE(key->text() == vkey);
  REQUIRE(VerifierKey::of(key->name, key->key) == *key);
}

TEST_CASE("verifier keys that are not what they should be are refused") {
  const std::string key = "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
  const std::vector<std::pair<std::string, Errc>> refused = {
      {"", Errc::malformed},
      {"example.com/foo", Errc::malformed},
      {"example.com/foo+530d903a", Errc::malformed},
      {"+530d903a+" + key, Errc::malformed},
      {"example.com foo+530d903a+" + key, Errc::malformed},
      {"example.com\xc2\xa0"
       "foo+530d903a+" +
           key,
       Errc::malformed},
      {"example.com/foo+530D903A+" + key, Errc::malformed},
      {"example.com/foo+530d903+" + key, Errc::malformed},
      {"example.com/foo+530d903a00+" + key, Errc::malformed},
      {"example.com/foo+530d903b+" + key, Errc::mismatch},
      {"example.com/fooo+530d903a+" + key, Errc::mismatch},
      {"example.com/foo+530d903a+" + key + "\n", Errc::malformed},
      {"example.com/foo+530d903a+", Errc::malformed},
      {"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0=", Errc::malformed},        // 31 bytes of key
      {"witness.example/uni+1c44d1c4+BCSJBQHXwmUVzhWDOYUgiwpVNWPNjJgCPQi1Z4VZREqb", Errc::unsupported},  // type 0x04
  };
  for (const auto& [vkey, code] : refused) {
    CAPTURE(vkey);
    const auto parsed = VerifierKey::parse(vkey);
    REQUIRE_FALSE(parsed);
    REQUIRE(parsed.error().code == code);
  }
}

TEST_CASE("a key's name has no space of any script and no plus") {
  for (const char* good : {"a", "log.example/town",
                           "kommun.example/r\xc3\xa5"
                           "dslag",
                           "\xf0\x9f\x8c\xb3", "\xe2\x80\x8b"}) {
    CAPTURE(good);
    REQUIRE(valid_key_name(good));
  }
  const std::vector<std::string> bad = {"",
                                        " ",
                                        "a b",
                                        "a+b",
                                        "a\tb",
                                        "a\nb",
                                        "a\0b"s,
                                        "a\xc2\x85",
                                        "a\xc2\xa0",
                                        "\xe1\x9a\x80",
                                        "\xe2\x80\x80",
                                        "\xe2\x80\x8a",
                                        "\xe2\x80\xa8",
                                        "\xe2\x80\xa9",
                                        "\xe2\x80\xaf",
                                        "\xe2\x81\x9f",
                                        "\xe3\x80\x80",
                                        "\xff",
                                        "\xc3",
                                        "\x80"};
  for (const std::string& text : bad) {
    CAPTURE(text);
    REQUIRE_FALSE(valid_key_name(text));
  }
}

TEST_CASE("a note that was signed is opened by its key and by no other") {
  const std::string text = "first line\n\nsecond line with \xc3\xa5\n";
  const std::string note = sign_note(text, name, key_number(1));
  const auto opened = open_note(note, verifier(1));
  REQUIRE(opened);
  REQUIRE(opened->text == text);
  REQUIRE(opened->signatures.size() == 1);
  REQUIRE(opened->signatures[0].name == name);
  REQUIRE(opened->signatures[0].id == verifier(1).id);
  REQUIRE(opened->signatures[0].payload.size() == 64);
  REQUIRE(open_note(note, verifier(2)).error().code == Errc::bad_signature);
  REQUIRE(open_note(note, verifier(1, "other.example")).error().code == Errc::bad_signature);
}

TEST_CASE("notes that are not in the format are refused") {
  const std::string text = "text\n";
  const std::string line = line_of(text, 1);
  const std::string body = line.substr(dash.size() + name.size() + 1);
  REQUIRE(parse_note(text + "\n" + line));
  const std::vector<std::pair<std::string, std::string>> refused = {
      {"nothing", ""},
      {"newlines alone", "\n\n"},
      {"text alone", text},
      {"no signature", text + "\n"},
      {"no blank line", text + line},
      {"no text", "\n" + line},
      {"no newline at the end", text + "\n" + line.substr(0, line.size() - 1)},
      {"a blank line at the end", text + "\n" + line + "\n"},
      {"text after the signature", text + "\n" + line + "more\n"},
      {"CRLF in the text", "text\r\n\n" + line},
      {"CRLF everywhere", "text\r\n\r\n" + line.substr(0, line.size() - 1) + "\r\n"},
      {"CRLF after the signature", text + "\n" + line.substr(0, line.size() - 1) + "\r\n"},
      {"tabulator", "te\txt\n\n" + line},
      {"NUL", "te\0xt\n\n"s + line},
      {"escape", "te\x1bxt\n\n" + line},
      {"UTF-8 cut", "text\xc3\n\n" + line},
      {"UTF-8 continuation alone", "text\x80\n\n" + line},
      {"UTF-8 overlong", "text\xc0\xaf\n\n" + line},
      {"UTF-8 overlong in three", "text\xe0\x80\xaf\n\n" + line},
      {"UTF-8 overlong in four", "text\xf0\x80\x80\xaf\n\n" + line},
      {"UTF-8 surrogate", "text\xed\xa0\x80\n\n" + line},
      {"UTF-8 over U+10FFFF", "text\xf4\x90\x80\x80\n\n" + line},
      {"UTF-8 of five bytes", "text\xf8\x88\x80\x80\x80\n\n" + line},
      {"Latin-1",
       "r\xe5"
       "dslag\n\n" +
           line},
      {"hyphen for the dash", text + "\n- " + name + " " + body},
      {"en dash", text + "\n\xe2\x80\x93 " + name + " " + body},
      {"no space after the dash", text + "\n\xe2\x80\x94" + name + " " + body},
      {"two spaces after the dash", text + "\n" + dash + " " + name + " " + body},
      {"two spaces after the name", text + "\n" + dash + name + "  " + body},
      {"no name", text + "\n" + dash + body},
      {"plus in the name", text + "\n" + dash + "a+b " + body},
      {"no-break space in the name", text + "\n" + dash +
                                         "a\xc2\xa0"
                                         "b " +
                                         body},
      {"no signature after the name", text + "\n" + dash + name + " \n"},
      {"signature of four bytes", text + "\n" + dash + name + " AAAAAA==\n"},
      {"base64 without padding", text + "\n" + dash + name + " AAAAAAA\n"},
      {"base64 with trailing bits", text + "\n" + dash + name + " AAAAAAB=\n"},
      {"base64 of the other alphabet", text + "\n" + dash + name + " AAAAAA_=\n"},
      {"something after the base64", text + "\n" + dash + name + " AAAAAAA= \n"},
  };
  for (const auto& [what, note] : refused) {
    CAPTURE(what);
    const auto parsed = parse_note(note);
    REQUIRE_FALSE(parsed);
    REQUIRE(parsed.error().code == Errc::malformed);
    REQUIRE_FALSE(open_note(note, verifier(1)));
  }
}

TEST_CASE("16 signatures are read, 17 are too many, and so are too many bytes") {
  const std::string text = "text\n";
  std::string note = sign_note(text, name, key_number(1));
  for (int i = 1; i < 16; ++i) note += unknown_line(i);
  const auto opened = open_note(note, verifier(1));
  REQUIRE(opened);
  REQUIRE(opened->signatures.size() == 16);
  REQUIRE(opened->signatures[15].id == 15);
  REQUIRE(opened->signatures[15].payload == "?");
  REQUIRE(open_note(note + unknown_line(16), verifier(1)).error().code == Errc::too_large);
  REQUIRE(parse_note(note, note.size()));
  REQUIRE(parse_note(note, note.size() - 1).error().code == Errc::too_large);
  REQUIRE(parse_note(std::string(20'000, 'x')).error().code == Errc::too_large);
}

TEST_CASE("signatures of unknown keys are ignored, even under a known name or a known id") {
  const std::string text = "text\n";
  const std::string note = sign_note(text, name, key_number(1));
  REQUIRE(open_note(note + line_of(text, 2), verifier(1)));
  REQUIRE(open_note(note + line_of(text, 2), verifier(2)));
  REQUIRE(open_note(note + line_of("another text\n", 2), verifier(1)));
  const std::string same_id = crypto::from_base64(line_of(text, 1).substr(dash.size() + name.size() + 1, 92)).value().substr(0, 4);
  REQUIRE(open_note(note + dash + "other.example " + crypto::to_base64(same_id + "bad") + "\n", verifier(1)));
}

TEST_CASE("one bad signature of a known key spoils the whole note") {
  const std::string text = "text\n";
  const std::string good = sign_note(text, name, key_number(1));
  const std::string bad_line = line_of("another text\n", 1);
  REQUIRE(open_note(good, verifier(1)));
  REQUIRE(open_note(text + "\n" + bad_line, verifier(1)).error().code == Errc::bad_signature);
  REQUIRE(open_note(good + bad_line, verifier(1)).error().code == Errc::bad_signature);
  REQUIRE(open_note(text + "\n" + bad_line + line_of(text, 1), verifier(1)).error().code == Errc::bad_signature);
  REQUIRE(open_note(good + line_of(text, 1), verifier(1)));  // repeated and good

  const std::string bytes = crypto::from_base64(line_of(text, 1).substr(dash.size() + name.size() + 1, 92)).value();
  for (const std::string& other : {bytes.substr(0, 67), bytes + "x", bytes.substr(0, 5)}) {
    REQUIRE(open_note(good + dash + name + " " + crypto::to_base64(other) + "\n", verifier(1)).error().code == Errc::bad_signature);
  }
}

TEST_CASE("a note with any one bit changed is not opened") {
  const std::string good = sign_note("a text\nof two lines\n", name, key_number(1));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ 1 << bit % 8);
    CAPTURE(bit, bad);
    REQUIRE_FALSE(open_note(bad, verifier(1)));
  }
}

TEST_CASE("any bytes are read or refused, and what is read is what a note of these parts is") {
  rc::prop("random pieces", [] {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element("\n"s, "\n\n"s, dash, " "s, "a"s, "AAAAAAA="s, "AAAAAA=="s, "\r"s, "\xe2"s, "text"s, dash + "a AAAAAAA=\n"));
    std::string bytes;
    for (const std::string& piece : pieces) bytes += piece;
    const auto note = parse_note(bytes);
    if (!note) return;
    std::string again = note->text + "\n";
    for (const NoteSignature& s : note->signatures) {
      std::string id;
      for (int shift = 24; shift >= 0; shift -= 8) id += static_cast<char>(s.id >> shift & 0xff);
      again += dash + s.name + " " + crypto::to_base64(id + s.payload) + "\n";
    }
    RC_ASSERT(again == bytes);
  });
}

TEST_CASE("a note of two keys of one name is opened by either, and by both") {
  const std::string text = "text\n";
  const crypto::SigningKey older = key_number(1);
  const crypto::SigningKey newer = key_number(2);
  const std::vector<const crypto::SigningKey*> keys = {&older, &newer};
  const std::string note = sign_note(text, name, keys);
  REQUIRE(note == text + "\n" + line_of(text, 1) + line_of(text, 2));
  REQUIRE(open_note(note, verifier(1)));
  REQUIRE(open_note(note, verifier(2)));
  REQUIRE(open_note(note, std::vector{verifier(1), verifier(2)}));
  REQUIRE(open_note(note, std::vector{verifier(3), verifier(2)}));
  REQUIRE(open_note(note, std::vector{verifier(3)}).error().code == Errc::bad_signature);
  REQUIRE(open_note(note, std::vector<VerifierKey>{}).error().code == Errc::bad_signature);
  // A good signature does not make up for a bad one of another known key.
  const std::string half = text + "\n" + line_of(text, 1) + line_of("another text\n", 2);
  REQUIRE(open_note(half, verifier(1)));
  REQUIRE(open_note(half, std::vector{verifier(1), verifier(2)}).error().code == Errc::bad_signature);
}

TEST_CASE("a signature is added at the end, and takes the place of the same key's") {
  const std::string text = "text\n";
  const std::string note = sign_note(text, name, key_number(1));
  const NoteSignature more = parse_signature_lines(line_of(text, 2))->front();
  REQUIRE(signature_line(more) == line_of(text, 2));
  REQUIRE(add_signature(note, more) == note + line_of(text, 2));
  REQUIRE(add_signature(note + line_of(text, 2), more) == note + line_of(text, 2));
  const NoteSignature first = parse_signature_lines(line_of(text, 1))->front();
  REQUIRE(add_signature(note + line_of(text, 2), first) == text + "\n" + line_of(text, 2) + line_of(text, 1));
  REQUIRE(add_signature("no note", more).error().code == Errc::malformed);
}

TEST_CASE("signature lines alone are read as a witness sends them") {
  const std::string line = line_of("text\n", 1);
  REQUIRE(parse_signature_lines(line + line)->size() == 2);
  for (const std::string& bad : {""s, "\n"s, line + "\n", line.substr(0, line.size() - 1), "text\n\n" + line, line + "x"}) {
    CAPTURE(bad);
    REQUIRE(parse_signature_lines(bad).error().code == Errc::malformed);
  }
  std::string many;
  for (int i = 0; i < 17; ++i) many += unknown_line(i);
  REQUIRE(parse_signature_lines(many).error().code == Errc::too_large);
}

}  // namespace
}  // namespace radslag::log
