#include "server/html/form.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using namespace radslag;
using namespace radslag::html;

namespace {

const std::vector<Field> fields{{"title", 20}, {"text", 100, 0}, {"box", 5, 0, 3}};
const std::vector<Field> with_file{{"title", 20}, {"picture", 10, 1, 1, true}};

http::Request urlencoded(std::string body) {
  http::Request request;
  request.method = "POST";
  request.content_type = "application/x-www-form-urlencoded";
  request.body = std::move(body);
  return request;
}

http::Request multipart(std::string body, std::string parameters = "boundary=B") {
  http::Request request = urlencoded(std::move(body));
  request.content_type = "multipart/form-data";
  request.content_type_parameters = std::move(parameters);
  return request;
}

std::string part(const std::string& name, const std::string& value, const std::string& more = {}) {
  return "--B\r\nContent-Disposition: form-data; name=\"" + name + '"' + more + "\r\n\r\n" + value + "\r\n";
}

const std::string end = "--B--\r\n";
const std::string file_name = "; filename=\"a;\\b å.png\"\r\nContent-Type: image/png";

std::string refusal(const http::Request& request, const std::vector<Field>& of = fields) {
  const auto form = read_form(request, of);
  return form ? std::string() : std::string(errc_name(form.error().code));
}

}  // namespace

TEST_CASE("a form's values come out as they were meant") {
  const auto form = read_form(urlencoded("title=L%C3%A5ng+gata%26&text=a%0D%0Ab%0Dc%0A&box=1&box=2"), fields).value();
  CHECK(form.text("title") == "Lång gata&");
  CHECK(form.text("text") == "a\nb\nc\n");
  CHECK(form.all("box") == std::vector<std::string>{"1", "2"});
  CHECK(form.has("box"));
  const auto least = read_form(urlencoded("title="), fields).value();
  CHECK(least.has("title"));
  CHECK(least.text("title").empty());
  CHECK_FALSE(least.has("box"));
  CHECK(least.text("no such field").empty());
  auto utf8 = urlencoded("title=a");
  utf8.content_type_parameters = "charset=UTF-8";
  CHECK(refusal(utf8).empty());
}

TEST_CASE("a form that is not exactly what was asked for is refused") {
  for (const std::string body : {"",
                                 "text=a",
                                 "title=a&title=b",
                                 "title=a&other=b",
                                 "title=a&=b",
                                 "title=a&box=1&box=2&box=3&box=4",
                                 "title=%",
                                 "title=%4",
                                 "title=%zz",
                                 "title=%00",
                                 "title=%ff",
                                 "title=%c0%af",
                                 "title=%ed%a0%80",
                                 "title=%f5%80%80%80",
                                 "title=%e2%82",
                                 "title=a&&",
                                 "%74itl=a",
                                 "Title=a",
                                 "title[]=a",
                                 "title=a;text=b&text=c&text=d"}) {
    CAPTURE(body);
    CHECK(refusal(urlencoded(body)) == "malformed");
  }
  CHECK(refusal(urlencoded("title=" + std::string(20, 'a'))).empty());
  CHECK(refusal(urlencoded("title=" + std::string(21, 'a'))) == "too-large");
  CHECK(refusal(urlencoded("title=" + std::string(19, 'a') + "%0D%0A")).empty());  // counted as normalised
  std::string many = "title=a";
  for (int i = 0; i < 2'000; ++i) many += "&box=1";
  CHECK(refusal(urlencoded(many)) == "malformed");
  auto request = urlencoded("title=a");
  request.content_type = "application/json";
  CHECK(refusal(request) == "unsupported");
  request.content_type.clear();
  CHECK(refusal(request) == "unsupported");
  request = urlencoded("title=a");
  request.content_type_parameters = "charset=utf-7";
  CHECK(refusal(request) == "unsupported");
  CHECK(refusal(urlencoded("title=a&picture=b"), with_file) == "malformed");  // a file comes as one
}

TEST_CASE("multipart bodies carry texts and files") {
  const std::string bytes("\x89PNG\r\n\0\xff", 8);
  const auto form = read_form(multipart(part("title", "En\r\nbild") + part("picture", bytes, file_name) + end), with_file).value();
  CHECK(form.text("title") == "En\nbild");
  CHECK(form.file("picture") == bytes);
  const auto none =
      read_form(multipart(part("title", "a") + part("picture", "", "; filename=\"\"\r\nContent-Type: application/octet-stream") + end),
                with_file)
          .value();
  CHECK(none.file("picture").empty());
  CHECK(
      refusal(multipart(part("title", "a") + part("picture", "b", file_name) + "--B--"), with_file).empty());  // no line end after the end
  for (const std::string parameters : {"boundary=\"B\"", "charset=utf-8; boundary=B", "Boundary=B"})
    CHECK(refusal(multipart(part("title", "a") + end, parameters)).empty());
}

TEST_CASE("multipart bodies that are not as browsers write them are refused") {
  const std::string title = part("title", "a");
  for (const std::string& body :
       {std::string(),
        title,
        title + "--B",
        title + "--B-",
        "\r\n" + title + end,
        "preamble\r\n" + title + end,
        title + end + "x",
        title + "--B \r\n" + end,
        std::string("--B--\r\n"),
        std::string("--B\r\n\r\na\r\n--B--"),
        std::string("--B\r\nContent-Type: text/plain\r\n\r\na\r\n--B--"),
        std::string("--B\r\nContent-Disposition: form-data; name=title\r\n\r\na\r\n--B--"),
        std::string("--B\r\nContent-Disposition: form-data; name=\"title\r\n\r\na\r\n--B--"),
        std::string("--B\r\nContent-Disposition: attachment; name=\"title\"\r\n\r\na\r\n--B--"),
        std::string("--B\r\nContent-Disposition: form-data; name=\"title\"; name=\"text\"\r\n\r\na\r\n--B--"),
        std::string(
            "--B\r\nContent-Disposition: form-data; name=\"title\"\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na\r\n--B--"),
        std::string("--B\r\nContent-Disposition: form-data; name=\"title\"\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--B--"),
        std::string("--B\nContent-Disposition: form-data; name=\"title\"\n\na\n--B--"),
        "--B\r\nContent-Disposition: form-data; name=\"title\"\r\nX: " + std::string(5'000, 'x') + "\r\n\r\na\r\n--B--",
        part("title", "a\xff") + end,
        part("title", std::string("a\0b", 3)) + end,
        part("title", "a", "; filename=\"f\"") + end,
        title + title + end,
        title + part("other", "b") + end}) {
    CAPTURE(body);
    CHECK(refusal(multipart(body)) == "malformed");
  }
  CHECK(refusal(multipart(part("title", "a") + part("picture", "text") + end), with_file) == "malformed");
  CHECK(refusal(multipart(part("title", "a") + part("picture", std::string(11, 'x'), file_name) + end), with_file) == "too-large");
  for (const std::string parameters :
       {"", "boundary=", "boundary=C", "boundary", "boundary=B; boundary=B", "boundary=\"B", "boundary=B\"", "boundary=B\xff"}) {
    CAPTURE(parameters);
    CHECK(refusal(multipart(title + end, parameters)) == "malformed");
  }
  std::string many;
  for (int i = 0; i < 1'001; ++i) many += part("box", "1");
  CHECK(refusal(multipart(many + end), {{"box", 5, 0, 10'000}}) == "malformed");
}

TEST_CASE("whatever is cut off or changed in a body, reading it ends in a form or an error") {
  const std::string body = part("title", "a\r\n--b") + part("picture", "--B", file_name) + end;
  CHECK(rc::check([&] {
    std::string changed = body.substr(0, *rc::gen::inRange<std::size_t>(0, body.size() + 1));
    if (!changed.empty()) changed[*rc::gen::inRange<std::size_t>(0, changed.size())] = *rc::gen::arbitrary<char>();
    const auto form = read_form(multipart(changed), with_file);
    if (!form) return;
    RC_ASSERT(form->text("title").size() <= 20);
    RC_ASSERT(form->file("picture").size() <= 10);
  }));
}

TEST_CASE("what a browser would encode comes back") {
  CHECK(rc::check([](const std::vector<unsigned short>& units) {
    std::string text, encoded;
    for (const unsigned short unit : units) text += static_cast<char>('\x01' + unit % 126);
    for (const char c : text) {
      constexpr const char* digits = "0123456789abcdef";
      encoded += {'%', digits[static_cast<unsigned char>(c) >> 4], digits[c & 15]};
    }
    std::string expected;
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] != '\r')
        expected += text[i];
      else if (i + 1 == text.size() || text[i + 1] != '\n')
        expected += '\n';
    RC_ASSERT(read_form(urlencoded("title=" + encoded), std::vector<Field>{{"title", 10'000}}).value().text("title") == expected);
  }));
}
