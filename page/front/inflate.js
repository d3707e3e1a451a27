"use strict";
// gzip -> bytes, for browsers without DecompressionStream (Firefox before 113): RFC 1951 and 1952, nothing else.
function goujiInflate(input) {
  var BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  var MORE = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  var FAR = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
  var FARMORE = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
  var ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  var size = input.length, at = 10, hold = 0, held = 0, to = 0;
  var total = (input[size - 4] | (input[size - 3] << 8) | (input[size - 2] << 16) | (input[size - 1] << 24)) >>> 0;
  var output = new Uint8Array(total);
  function bits(count) {
    while (held < count) { hold |= input[at++] << held; held += 8; }
    var value = hold & ((1 << count) - 1);
    hold >>>= count; held -= count;
    return value;
  }
  // A table of all codes, by the next 15 bits: length * 512 + symbol.
  function table(lengths) {
    var counts = new Uint16Array(16), next = new Uint16Array(16), codes = new Uint16Array(32768), code = 0, i, n;
    for (i = 0; i < lengths.length; i++) counts[lengths[i]]++;
    counts[0] = 0;
    for (n = 1; n < 16; n++) { code = (code + counts[n - 1]) << 1; next[n] = code; }
    for (i = 0; i < lengths.length; i++) {
      n = lengths[i];
      if (!n) continue;
      var forward = next[n]++, back = 0;
      for (var b = 0; b < n; b++) back |= ((forward >> b) & 1) << (n - 1 - b);
      for (; back < 32768; back += 1 << n) codes[back] = n * 512 + i;
    }
    return codes;
  }
  function symbol(codes) {
    while (held < 15 && at < size) { hold |= input[at++] << held; held += 8; }
    var entry = codes[hold & 32767], n = entry >> 9;
    hold >>>= n; held -= n;
    return entry & 511;
  }
  var plain = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
  var fixed = [table(plain), table(new Uint8Array(30).fill(5))];
  if (input[3] & 8) while (input[at++]);  // the name of the file
  for (var last = 0; !last;) {
    last = bits(1);
    var kind = bits(2), trees = fixed;
    if (kind === 0) {
      at -= held >> 3; hold = held = 0;
      var length = input[at] | (input[at + 1] << 8);
      output.set(input.subarray(at + 4, at + 4 + length), to);
      at += 4 + length; to += length;
      continue;
    }
    if (kind === 2) {
      var literals = bits(5) + 257, distances = bits(5) + 1, few = bits(4) + 4;
      var lengths = new Uint8Array(19), all = new Uint8Array(literals + distances), i;
      for (i = 0; i < few; i++) lengths[ORDER[i]] = bits(3);
      var short = table(lengths);
      for (i = 0; i < all.length;) {
        var s = symbol(short);
        if (s < 16) { all[i++] = s; continue; }
        var value = s === 16 ? all[i - 1] : 0, times = s === 16 ? 3 + bits(2) : s === 17 ? 3 + bits(3) : 11 + bits(7);
        while (times--) all[i++] = value;
      }
      trees = [table(all.subarray(0, literals)), table(all.subarray(literals))];
    }
    for (;;) {
      var sign = symbol(trees[0]);
      if (sign < 256) { output[to++] = sign; continue; }
      if (sign === 256) break;
      var count = BASE[sign - 257] + bits(MORE[sign - 257]), d = symbol(trees[1]), from = to - FAR[d] - bits(FARMORE[d]);
      while (count--) output[to++] = output[from++];
    }
  }
  return output;
}
