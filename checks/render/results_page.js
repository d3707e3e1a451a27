"use strict";
// Finding and sorting; the page says the same without it. Written for browsers of ten years ago.
(function () {
  var table = document.getElementById("units");
  if (!table) return;
  var rows = Array.prototype.slice.call(table.tBodies);
  var units = rows.filter(function (body) { return body.dataset.state; });
  var sorted = false;
  var tools = document.getElementById("tools");
  var find = document.getElementById("find");
  var parent = document.getElementById("parent");
  var tiles = Array.prototype.slice.call(document.querySelectorAll(".tiles li[data-state]"));
  var state = "";
  var texts = [];

  function show() {
    var wanted = find.value.trim().toLowerCase();
    var visible = 0;
    units.forEach(function (unit, i) {
      if (wanted && texts[i] === undefined) texts[i] = unit.textContent.toLowerCase();
      var fits = (!state || unit.dataset.state === state) && (!parent || !parent.value || unit.dataset.parent === parent.value) && (!wanted || texts[i].indexOf(wanted) >= 0);
      unit.hidden = !fits;
      if (fits) visible += 1;
    });
    var group = null;
    rows.forEach(function (body) {
      if (!body.dataset.state) { group = body; body.hidden = true; } else if (group && !sorted && !body.hidden) group.hidden = false;
    });
    var shown = document.getElementById("shown");
    shown.textContent = shown.dataset.words.replace("{0}", visible).replace("{1}", units.length);
    tiles.forEach(function (tile) { tile.setAttribute("aria-pressed", String(tile.dataset.state === state)); });
  }

  function choose(tile) {
    state = tile.dataset.state === state ? "" : tile.dataset.state;
    show();
  }

  function value(unit, column) {
    var cell = unit.rows[0].cells[column];
    var text = cell.dataset.key || cell.textContent;
    return text !== "" && !isNaN(text) ? Number(text) : text;
  }

  function sort(head, column) {
    var down = head.getAttribute("aria-sort") === "ascending";
    var order = units.slice().sort(function (one, other) {
      var a = value(one, column), b = value(other, column);
      var by = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh");
      return down ? -by : by;
    });
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (one) { one.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    order.forEach(function (unit) { table.appendChild(unit); });
    sorted = true;
    show();
  }

  // No <button>: browsers print a heading that comes again on each page without its buttons.
  function press(element, action) {
    element.setAttribute("role", "button");
    element.tabIndex = 0;
    element.addEventListener("click", action);
    element.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); action(); }
    });
  }

  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    var words = document.createElement("span");
    while (head.firstChild) words.appendChild(head.firstChild);
    head.appendChild(words);
    press(words, function () { sort(head, column); });
  });
  tiles.forEach(function (tile) { press(tile, function () { choose(tile); }); });
  find.addEventListener("input", show);
  if (parent) parent.addEventListener("change", show);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (one) { one.open = true; });
  });
  tools.hidden = false;
  if (location.hash.indexOf("#q=") === 0) {
    try { find.value = decodeURIComponent(location.hash.slice(3)); } catch (error) { find.value = ""; }
  }
  show();
})();
