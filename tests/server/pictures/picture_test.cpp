#include "server/pictures/picture.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>
#include <thread>
#include <vector>

#include "server/pictures/file_head.hpp"
#include "server/pictures/for_decoder.hpp"
#include "tests/server/pictures/files.hpp"

using namespace radslag;
using namespace radslag::pictures;
using namespace radslag::pictures::test;

namespace {

Errc refusal(const std::string& bytes, const Limits& limits = {}) {
  const auto picture = take_in(bytes, limits);
  REQUIRE_FALSE(picture);
  return picture.error().code;
}

bool is_near(int pixel, int red, int green, int blue) {
  const auto near = [](int a, int b) { return std::abs(a - b) <= 12; };  // JPEG keeps colours nearly
  return near(gdTrueColorGetRed(pixel), red) && near(gdTrueColorGetGreen(pixel), green) && near(gdTrueColorGetBlue(pixel), blue);
}

/// The markers of a JPEG's segments up to its picture data.
std::vector<int> markers_of(const std::string& jpeg) {
  std::vector<int> markers;
  for (std::size_t at = 2; at + 4 <= jpeg.size();) {
    const int marker = static_cast<unsigned char>(jpeg[at + 1]);
    if (marker == 0xda) break;
    markers.push_back(marker);
    at += 2U + static_cast<unsigned char>(jpeg[at + 2]) * 256U + static_cast<unsigned char>(jpeg[at + 3]);
  }
  return markers;
}

}  // namespace

TEST_CASE("a picture comes out as JPEG, not larger than is shown") {
  for (const bool png : {false, true}) {
    CAPTURE(png);
    const auto made = [&](int width, int height) {
      const Canvas picture = canvas(width, height);
      return take_in(png ? png_of(picture) : jpeg_of(picture)).value();
    };
    const auto expect = [&](int width, int height, std::uint32_t new_width, std::uint32_t new_height) {
      const Picture picture = made(width, height);
      CHECK(picture.width == new_width);
      CHECK(picture.height == new_height);
      const Canvas shown = opened(picture.jpeg);
      CHECK(gdImageSX(shown) == static_cast<int>(new_width));
      CHECK(gdImageSY(shown) == static_cast<int>(new_height));
      CHECK(is_near(gdImageGetTrueColorPixel(shown.get(), 0, 0), 40, 90, 160));
      CHECK(is_near(gdImageGetTrueColorPixel(shown.get(), static_cast<int>(new_width) - 1, static_cast<int>(new_height) - 1), 40, 90, 160));
    };
    expect(640, 480, 640, 480);
    expect(1, 1, 1, 1);
    expect(1'600, 1'600, 1'600, 1'600);
    expect(3'200, 2'400, 1'600, 1'200);
    expect(1'200, 2'400, 800, 1'600);
    expect(4'000, 1, 1'600, 1);
  }
}

TEST_CASE("a fine pattern is averaged when it is made smaller") {
  const Canvas picture = canvas(3'200, 1'600, gdTrueColor(255, 255, 255));
  for (int y = 0; y < 1'600; ++y)
    for (int x = y % 2; x < 3'200; x += 2) gdImageSetPixel(picture.get(), x, y, gdTrueColor(0, 0, 0));
  const Canvas shown = opened(take_in(png_of(picture)).value().jpeg);
  CHECK(is_near(gdImageGetTrueColorPixel(shown.get(), 800, 400), 127, 127, 127));
}

TEST_CASE("a picture that does not want to be short is written coarser, and then smaller") {
  const Canvas picture = canvas(1'600, 1'600);
  std::mt19937 random(1);
  for (int y = 0; y < 1'600; ++y)
    for (int x = 0; x < 1'600; ++x) gdImageSetPixel(picture.get(), x, y, static_cast<int>(random() & 0xffffff));
  const std::string noise = jpeg_of(picture);
  REQUIRE(noise.size() > 2'000'000);
  const Picture shown = take_in(noise).value();
  CHECK(shown.jpeg.size() <= 1'000'000);
  CHECK(shown.jpeg.size() > 300'000);
  CHECK(take_in(noise).value().jpeg == shown.jpeg);
  const Picture coarser = take_in(noise, {.shown_bytes = 1'500'000}).value();
  CHECK(coarser.jpeg.size() <= 1'500'000);
  CHECK(coarser.width >= shown.width);
  CHECK(take_in(noise, {.shown_bytes = 1}).value().width == 1);  // it ends
}

TEST_CASE("what is transparent becomes white") {
  const Canvas picture = canvas(100, 100, gdTrueColorAlpha(255, 0, 0, 127));
  gdImageFilledRectangle(picture.get(), 0, 0, 49, 99, gdTrueColor(0, 0, 255));
  gdImageSaveAlpha(picture.get(), 1);
  const Canvas shown = opened(take_in(png_of(picture)).value().jpeg);
  CHECK(is_near(gdImageGetTrueColorPixel(shown.get(), 20, 50), 0, 0, 255));
  CHECK(is_near(gdImageGetTrueColorPixel(shown.get(), 80, 50), 255, 255, 255));
}

TEST_CASE("a PNG with a palette is read too") {
  Canvas picture(gdImageCreate(60, 40), gdImageDestroy);
  gdImageColorAllocate(picture.get(), 10, 200, 30);
  const Canvas shown = opened(take_in(png_of(picture)).value().jpeg);
  CHECK(is_near(gdImageGetTrueColorPixel(shown.get(), 30, 20), 10, 200, 30));
}

TEST_CASE("a turned photograph is turned upright, whichever way it was held") {
  // Red is where its owner sees the upper left corner, green the upper right, blue the lower left; the rest is white. For each orientation,
  // where these corners lie in the file: the 0th row and column of the file are where the standard's table says.
  struct Corner {
    bool right, bottom;
  };
  struct Case {
    std::uint32_t orientation;
    Corner red, green, blue;
  };
  const Case cases[] = {
      {1, {false, false}, {true, false}, {false, true}}, {2, {true, false}, {false, false}, {true, true}},
      {3, {true, true}, {false, true}, {true, false}},   {4, {false, true}, {true, true}, {false, false}},
      {5, {false, false}, {false, true}, {true, false}}, {6, {false, true}, {false, false}, {true, true}},
      {7, {true, true}, {true, false}, {false, true}},   {8, {true, false}, {true, true}, {false, false}},
  };
  for (const Case& c : cases)
    for (const bool little : {false, true}) {
      CAPTURE(c.orientation, little);
      const bool turned = c.orientation >= 5;
      const int width = turned ? 60 : 90, height = turned ? 90 : 60;  // the owner sees 90 x 60
      const Canvas picture = canvas(width, height, gdTrueColor(255, 255, 255));
      const auto paint = [&](Corner corner, int colour) {
        const int x = corner.right ? width - 25 : 0, y = corner.bottom ? height - 25 : 0;
        gdImageFilledRectangle(picture.get(), x, y, x + 24, y + 24, colour);
      };
      paint(c.red, gdTrueColor(255, 0, 0));
      paint(c.green, gdTrueColor(0, 255, 0));
      paint(c.blue, gdTrueColor(0, 0, 255));
      const Picture upright = take_in(jpeg_with(jpeg_of(picture), Exif(little).segment(c.orientation))).value();
      CHECK(upright.width == 90);
      CHECK(upright.height == 60);
      const Canvas shown = opened(upright.jpeg);
      CHECK(is_near(gdImageGetTrueColorPixel(shown.get(), 10, 10), 255, 0, 0));
      CHECK(is_near(gdImageGetTrueColorPixel(shown.get(), 80, 10), 0, 255, 0));
      CHECK(is_near(gdImageGetTrueColorPixel(shown.get(), 10, 50), 0, 0, 255));
      CHECK(is_near(gdImageGetTrueColorPixel(shown.get(), 80, 50), 255, 255, 255));
    }
}

TEST_CASE("an orientation that is none is not heeded, and the end of the data is") {
  for (const std::uint32_t orientation : {0U, 9U, 255U})
    CHECK(read_head(jpeg_with(jpeg_of(canvas(8, 8)), Exif(true).segment(orientation))).value().orientation == 1);
  const std::string segment = Exif(false).segment(6);
  const std::string tiff = segment.substr(10);
  CHECK(exif_orientation(tiff) == 6);
  constexpr std::size_t kValueEnd = 8 + 2 + 12 + 10;
  for (std::size_t n = 0; n < kValueEnd; ++n) CHECK(exif_orientation(tiff.substr(0, n)) == 1);
  CHECK(exif_orientation("II*" + std::string(5, '\xff')) == 1);              // a directory far outside
  CHECK(exif_orientation(std::string("II*\0\x08\0\0\0\xff\xff", 10)) == 1);  // 65,535 entries that are not there
}

TEST_CASE("where and with what a photograph was taken does not get through, nor any other thing that is not seen") {
  for (const bool little : {false, true}) {
    const Exif exif(little);
    const std::string secrets[] = {exif.position(),         "Cam",     "59.2741", "hemlig kommentar", "color profile of a rare device",
                                   "PK\x03\x04 an archive", "<script>"};
    std::string jpeg = jpeg_with(
        jpeg_of(canvas(64, 64)),
        exif.segment(1) + jpeg_segment(0xe1, std::string("http://ns.adobe.com/xap/1.0/\0", 29) + "<x:xmpmeta>59.2741</x:xmpmeta>") +
            jpeg_segment(0xe2, std::string("ICC_PROFILE\0\1\1", 14) + "color profile of a rare device") +
            jpeg_segment(0xfe, "hemlig kommentar <script>alert(1)</script>"));
    jpeg += "PK\x03\x04 an archive behind the picture";
    for (const std::string& secret : secrets) REQUIRE(jpeg.find(secret) != std::string::npos);
    const Picture picture = take_in(jpeg).value();
    for (const std::string& secret : secrets) {
      CAPTURE(secret);
      CHECK(picture.jpeg.find(secret) == std::string::npos);
    }
    CHECK(picture.jpeg.find("Exif") == std::string::npos);
    for (const int marker : markers_of(picture.jpeg)) {
      CAPTURE(marker);
      const bool metadata = marker > 0xe0 && marker <= 0xef;  // APP1 to APP15; APP0 says that this is a JPEG file
      CHECK_FALSE(metadata);
    }
    CHECK(picture.jpeg.ends_with("\xff\xd9"));
  }
  std::string png = png_of(canvas(64, 64));
  const std::string text =
      png_chunk("tEXt", std::string("Location\0", 9) + "59.2741 18.1234") + png_chunk("eXIf", Exif(false).segment(1).substr(10));
  png = png.substr(0, 33) + text + png.substr(33) + "<script>alert(1)</script>";
  const Picture picture = take_in(png).value();
  for (const std::string& secret : {std::string("59.2741"), std::string("<script>"), Exif(false).position()}) {
    REQUIRE(png.find(secret) != std::string::npos);
    CHECK(picture.jpeg.find(secret) == std::string::npos);
  }
}

TEST_CASE("what is neither JPEG nor PNG is refused, whatever else it also is") {
  const std::string others[] = {"",
                                "\xff",
                                "GIF89a=1;alert(1)//",
                                "GIF87a" + std::string(100, '\1'),
                                "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
                                "<?xml version='1.0'?><svg/>",
                                "%PDF-1.7\n1 0 obj << /OpenAction << /JS (app.alert(1)) >> >>",
                                std::string("RIFF\x24\0\0\0WEBPVP8L", 16),
                                "BM" + std::string(60, '\0'),
                                std::string("II*\0", 4) + std::string(60, '\0'),
                                std::string("\0\0\0\x18"
                                            "ftypheic",
                                            12) +
                                    std::string(60, '\0'),
                                "PK\x03\x04",
                                "<html>" + jpeg_of(canvas(8, 8)),
                                " " + png_of(canvas(8, 8))};
  for (const std::string& other : others) {
    CAPTURE(other.substr(0, 20));
    CHECK(refusal(other) == Errc::unsupported);
  }
}

TEST_CASE("a few bytes that unpack to far too many pixels are refused before they are unpacked") {
  CHECK(refusal(png_claiming(50'000, 50'000)) == Errc::too_large);
  CHECK(refusal(png_claiming(0x7fffffff, 0x7fffffff)) == Errc::too_large);
  CHECK(refusal(png_claiming(0xffffffff, 1)) == Errc::too_large);
  CHECK(refusal(png_claiming(20'001, 1)) == Errc::too_large);
  CHECK(refusal(png_claiming(10'000, 4'001)) == Errc::too_large);
  CHECK(refusal(png_claiming(0, 5)) == Errc::malformed);
  CHECK(refusal(png_claiming(100, 100)) == Errc::malformed);  // in bounds, but there are no pixels in it
  const std::string jpeg = jpeg_of(canvas(64, 64));
  CHECK(refusal(jpeg_claiming(jpeg, 65'500, 65'500)) == Errc::too_large);
  CHECK(refusal(jpeg_claiming(jpeg, 8'000, 5'001)) == Errc::too_large);
  CHECK(refusal(jpeg_claiming(jpeg, 64, 0)) == Errc::malformed);
  CHECK(refusal(std::string(8 * 1024 * 1024 + 1, 'x')) == Errc::too_large);
  CHECK(refusal(jpeg, {.bytes = jpeg.size() - 1}) == Errc::too_large);
  CHECK(take_in(jpeg, {.bytes = jpeg.size()}).has_value());
}

TEST_CASE("a size that a decoder would see and we would not is refused") {
  const std::string jpeg = jpeg_of(canvas(64, 64)), huge = jpeg_claiming(jpeg, 60'000, 60'000);
  // TEM, SOI and restart markers have no length: a decoder steps over two bytes, a simpler reader over as many as the next two say.
  for (const char lonely : {'\x01', '\xd0', '\xd8', '\x02'}) {
    CAPTURE(static_cast<int>(lonely));
    CHECK(refusal(jpeg_with(huge, std::string{'\xff', lonely})) == Errc::malformed);
    CHECK(refusal(jpeg_with(jpeg, std::string{'\xff', lonely})) == Errc::malformed);
  }
  // Fill bytes are allowed, and a second frame is not.
  CHECK(refusal(jpeg_with(huge, "\xff\xff")) == Errc::too_large);
  CHECK(take_in(jpeg_with(jpeg, "\xff\xff")).has_value());
  const std::size_t frame = jpeg.find("\xff\xc0");
  const std::string small_frame = jpeg.substr(frame, 19);
  CHECK(refusal(huge.substr(0, frame) + small_frame + huge.substr(frame)) == Errc::malformed);
}

TEST_CASE("a JPEG that asks for many passes over the picture is refused") {
  const Canvas picture = canvas(64, 64);
  gdImageInterlace(picture.get(), 1);
  const std::string jpeg = jpeg_of(picture);
  const auto scans = count_scans(for_decoder(jpeg, Kind::jpeg).value());
  CHECK(scans > 1);
  CHECK(take_in(jpeg).has_value());
  const std::size_t last = jpeg.rfind("\xff\xda");
  std::string many = jpeg.substr(0, jpeg.size() - 2);
  for (int i = 0; i < 1'000; ++i) many += jpeg.substr(last, jpeg.size() - 2 - last);
  many += "\xff\xd9";
  CHECK(count_scans(for_decoder(many, Kind::jpeg).value()) == scans + 1'000);
  CHECK(refusal(many) == Errc::too_large);
}

TEST_CASE("a film behind a photograph does not matter") {
  std::mt19937 random(1);
  std::string film;
  for (int i = 0; i < 200'000; ++i) film += static_cast<char>(random());
  for (int i = 0; i < 100; ++i) film += "\xff\xda";
  for (const std::string& whole : {jpeg_of(canvas(64, 64)), png_of(canvas(64, 64))})
    CHECK(take_in(whole + film).value().jpeg == take_in(whole).value().jpeg);
}

TEST_CASE("a picture that is cut off anywhere is refused") {
  const Canvas picture = canvas(48, 40);
  for (int i = 0; i < 48; ++i) gdImageSetPixel(picture.get(), i, i % 40, gdTrueColor(i * 5, 0, 255 - i * 5));
  gdImageInterlace(picture.get(), 1);
  const std::string progressive = jpeg_of(picture);
  gdImageInterlace(picture.get(), 0);
  for (const std::string& whole : {jpeg_of(picture), progressive, png_of(picture)}) {
    REQUIRE(take_in(whole).has_value());
    for (std::size_t n = 0; n < whole.size(); ++n) {
      CAPTURE(whole.size(), n);
      CHECK_FALSE(take_in(whole.substr(0, n)).has_value());
    }
  }
}

TEST_CASE("a damaged picture is refused or read, and nothing worse") {
  const Canvas picture = canvas(64, 48);
  for (int i = 0; i < 48; ++i) gdImageLine(picture.get(), 0, i, 63, 47 - i, gdTrueColor(i * 5, i, 255 - i * 5));
  const Limits small{.pixels = 100'000};
  std::mt19937 random(1);
  int read = 0, refused = 0;
  for (const std::string& whole : {jpeg_with(jpeg_of(picture), Exif(true).segment(6)), png_of(picture)}) {
    for (int i = 0; i < 1'000; ++i) {
      std::string damaged = whole;
      for (int flips = 1 + static_cast<int>(random() % 8); flips > 0; --flips)
        damaged[random() % damaged.size()] = static_cast<char>(random());
      const auto result = take_in(damaged, small);
      ++(result ? read : refused);
      if (result) CHECK(result->width <= small.shown_side);
    }
  }
  CHECK(read > 0);
  CHECK(refused > 0);
}

TEST_CASE("many at once are read one after the other, or told to come again") {
  const std::string png = png_of(canvas(3'000, 2'000));
  std::atomic<int> read = 0, busy = 0;
  for (const int wait_seconds : {60, 0}) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i)
      threads.emplace_back([&] {
        const auto picture = take_in(png, {.wait_seconds = wait_seconds});
        if (picture)
          ++read;
        else if (picture.error().code == Errc::busy)
          ++busy;
      });
    for (std::thread& thread : threads) thread.join();
    if (wait_seconds > 0) CHECK(read == 6);
  }
  CHECK(read >= 7);
  CHECK(read + busy == 12);
}
