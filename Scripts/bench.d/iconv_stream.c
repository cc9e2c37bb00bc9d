// Usage: iconv_stream FROM TO FILE
//
// Converts a file to standard output with the C library's iconv function, blocks of 1 MiB.
// A peer for Scripts/bench: the iconv program reads its whole input first.
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

static char input[1 << 20], output[1 << 20];

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: iconv_stream FROM TO FILE\n");
    return 64;
  }
  iconv_t converter = iconv_open(argv[2], argv[1]);
  if (converter == (iconv_t)-1) {
    fprintf(stderr, "iconv_stream: from %s to %s: not known\n", argv[1], argv[2]);
    return 64;
  }
  FILE *file = fopen(argv[3], "rb");
  if (file == NULL) {
    perror(argv[3]);
    return 66;
  }
  setvbuf(file, NULL, _IONBF, 0);

  size_t kept = 0;
  for (;;) {
    const size_t count = fread(input + kept, 1, sizeof input - kept, file);
    if (count == 0) break;
    char *from = input;
    size_t left = kept + count;
    for (;;) {
      char *to = output;
      size_t room = sizeof output;
      const size_t result = iconv(converter, &from, &left, &to, &room);
      fwrite(output, 1, sizeof output - room, stdout);
      if (result != (size_t)-1 || errno == EINVAL) break; // all, or up to a code cut by the block
      if (errno != E2BIG) {
        perror("iconv_stream");
        return 65;
      }
    }
    memmove(input, from, left);
    kept = left;
  }
  if (kept != 0) {
    fprintf(stderr, "iconv_stream: the input ends inside a code\n");
    return 65;
  }
  if (ferror(file) || fflush(stdout) != 0) {
    perror("iconv_stream");
    return 74;
  }
  fclose(file);
  iconv_close(converter);
  return 0;
}
