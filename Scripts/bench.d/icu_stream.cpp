// Usage: icu_stream FROM TO FILE
//
// Converts a file to standard output with ICU's converters, the way ICU's documentation
// advises for streams: ucnv_convertEx with a pivot buffer, blocks of 1 MiB. A peer for
// Scripts/bench; uconv is left out because it decodes and encodes block by block through
// strings of its own and is slower.
#include <unicode/ucnv.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

static void check(UErrorCode status, const char *what) {
  if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) {
    std::fprintf(stderr, "icu_stream: %s: %s\n", what, u_errorName(status));
    std::exit(1);
  }
}

int main(int argc, char **argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: icu_stream FROM TO FILE\n");
    return 64;
  }
  UErrorCode status = U_ZERO_ERROR;
  UConverter *source = ucnv_open(argv[1], &status);
  check(status, argv[1]);
  UConverter *target = ucnv_open(argv[2], &status);
  check(status, argv[2]);
  std::FILE *file = std::fopen(argv[3], "rb");
  if (file == nullptr) {
    std::perror(argv[3]);
    return 66;
  }
  std::setvbuf(file, nullptr, _IONBF, 0);

  std::vector<char> input(1 << 20), output(1 << 20);
  std::vector<UChar> pivot(1 << 12);
  UChar *pivotSource = pivot.data(), *pivotTarget = pivot.data();
  bool reset = true, isLast = false;
  while (!isLast) {
    const size_t count = std::fread(input.data(), 1, input.size(), file);
    isLast = count < input.size();
    const char *from = input.data();
    const char *end = from + count;
    do {
      char *to = output.data();
      status = U_ZERO_ERROR;
      ucnv_convertEx(
          target, source, &to, output.data() + output.size(), &from, end, pivot.data(),
          &pivotSource, &pivotTarget, pivot.data() + pivot.size(), reset, isLast, &status);
      reset = false;
      check(status, "conversion");
      std::fwrite(output.data(), 1, static_cast<size_t>(to - output.data()), stdout);
    } while (status == U_BUFFER_OVERFLOW_ERROR);
  }
  if (std::ferror(file) || std::fflush(stdout) != 0) {
    std::perror("icu_stream");
    return 74;
  }
  std::fclose(file);
  ucnv_close(source);
  ucnv_close(target);
  return 0;
}
