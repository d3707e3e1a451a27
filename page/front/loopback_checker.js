"use strict";
// A checker for page.js: `gouji window` on this very computer, asked over the loopback. What it offers is said in
// browser_checker.js. The secret comes in the fragment of the address, which no server and no other page is told.
function goujiLoopbackChecker(words) {
  var secret = location.hash.slice(1) || sessionStorage.getItem("gouji") || "";
  sessionStorage.setItem("gouji", secret); // for this tab alone, so that it can be loaded again
  history.replaceState(null, "", location.pathname);

  function framed(given, data) {
    var json = new TextEncoder().encode(JSON.stringify(given || {})), size = new DataView(new ArrayBuffer(4));
    size.setUint32(0, json.length);
    return new Blob([size.buffer, json, data || new Uint8Array(0)]);
  }
  function ask(kind, given, data) {
    return fetch("/ask/" + kind, {
      method: "POST", body: framed(given, data), headers: { "X-Gouji": secret }, cache: "no-store", referrerPolicy: "no-referrer"
    }).then(function (answer) {
      if (!answer.ok) throw { message: answer.status === 401 ? words.ended : words.crash + "（" + answer.status + "）" };
      return answer.arrayBuffer();
    }, function () { throw { message: words.ended }; }).then(function (buffer) {
      var size = new DataView(buffer).getUint32(0), bytes = new Uint8Array(buffer);
      return { said: JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size))), data: bytes.slice(4 + size) };
    });
  }
  return {
    can: function (told) { told(typeof fetch === "function" && typeof Blob.prototype.arrayBuffer === "function"); },
    start: function (step) {
      step("checker");
      return ask("start").then(function (got) {
        setInterval(function () { ask("alive").catch(function () {}); }, 60000); // as long as this page is open
        return got.said;
      });
    },
    ask: ask,
    check: function (item, data) { return ask("check", item, data).then(function (got) { return got.said; }); },
    forget: function () { return ask("reset"); }
  };
}
