// What the page's Python needs of a browser, asked before anything is loaded: without it, it would wait for ever.
// A module that returns a 64-bit number can be called from Chromium 85 and Firefox 78 on. Written for any browser.
var goujiCanRun = (function () {
  try {
    var bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 126, 3, 2, 1, 0, 7, 5, 1, 1, 97, 0, 0, 10, 6, 1, 4, 0, 66, 1, 11];
    var made = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
    return typeof made.exports.a() === "bigint" && typeof Worker === "function" && typeof Blob.prototype.arrayBuffer === "function";
  } catch (error) {
    return false;
  }
})();
