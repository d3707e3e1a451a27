// A stand-in for the Application of WPS 表格: strict, so that an unknown member, a protected cell or a text that would
// become a formula throws; it counts the accesses to its members, and keeps a list of what was changed.
// Content comes as JSON, see tests/fakes/wps.py.
"use strict";
function makeMock(content) {
  var accesses = 0, actions = [], shapes = {};
  function record(kind, sheet, area, details) { actions.push([kind, sheet.id, area || null, details === undefined ? null : details]); }
  function strict(name, target) {
    shapes[name] = Object.keys(Object.getOwnPropertyDescriptors(target)).concat(shapes[name] || []).filter(function (one, i, all) { return all.indexOf(one) === i && one !== "id" && one !== "corners"; });
    return new Proxy(target, {
      get: function (t, member) {
        if (typeof member === "symbol" || member === "toJSON") return t[member];
        accesses += 1;
        if (!(member in t)) throw new Error("未找到成员 " + name + "." + member);
        return t[member];
      },
      set: function (t, member, value) {
        accesses += 1;
        if (!(member in t)) throw new Error("未找到成员 " + name + "." + member + " =");
        t[member] = value;
        return true;
      }
    });
  }
  function key(r, c) { return r + "," + c; }
  function blank(name, id) {
    return { name: name, id: id, values: {}, formulas: {}, extent: [1, 1], merged: [], formats: {}, notes: {}, rules: [],
      hiddenRows: [], visible: true, protection: null, open: {} };
  }
  var state = Object.assign({ screen: true, events: true, alerts: true, calculation: -4105, status: false, opened: [],
    answers: [], told: [], selection: null, made: 0 }, content);
  state.sheets.forEach(function (sheet, i) { sheet.id = i; });

  function letters(n) { var s = "", m; while (n) { m = (n - 1) % 26; s = String.fromCharCode(65 + m) + s; n = (n - 1 - m) / 26; } return s; }
  function number(text) { var n = 0, i; for (i = 0; i < text.length; i++) n = n * 26 + text.charCodeAt(i) - 64; return n; }
  function corners(text) {                     // A1, A1:B2, A:B, 3:5; anything else is no address here
    var found = /^([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$/.exec(text);
    if (found) return [+found[2], number(found[1]), +(found[4] || found[2]), number(found[3] || found[1])];
    found = /^([A-Z]+):([A-Z]+)$/.exec(text);
    if (found) return [1, number(found[1]), 1048576, number(found[2])];
    found = /^(\d+):(\d+)$/.exec(text);
    if (found) return [+found[1], 1, +found[2], 16384];
    throw new Error("no address: " + text);
  }
  function guard(sheet, r, c, isContent) {
    if (sheet.protection && !(isContent && sheet.open[key(r, c)])) throw new Error("工作表受保护");
  }
  function structure() { if (state.structure) throw new Error("工作簿结构受保护"); }

  function range(sheet, t, l, b, r) {
    if (t < 1 || l < 1 || b > 1048576 || r > 16384) throw new Error("no such cells");
    function each(work) { for (var i = t; i <= b; i++) for (var j = l; j <= r; j++) work(i, j); }
    function block(get) {
      if (t === b && l === r) return get(t, l);
      var out = [];
      for (var i = t; i <= b; i++) { out.push([]); for (var j = l; j <= r; j++) out[i - t].push(get(i, j)); }
      return out;
    }
    function same(get) {                       // what all cells have; null where they differ
      var first = get(t, l), differs = false;
      each(function (i, j) { if (get(i, j) !== first) differs = true; });
      return differs ? null : first;
    }
    function write(value, put) {
      if (!Array.isArray(value)) { each(function (i, j) { put(i, j, value); }); return; }
      if (value.length !== b - t + 1 || value.some(function (row) { return row.length !== r - l + 1; })) throw new Error("another shape");
      each(function (i, j) { put(i, j, value[i - t][j - l]); });
    }
    function content(i, j, value) {
      guard(sheet, i, j, true);
      var isText = sheet.formats[key(i, j)] === "@";
      if (typeof value === "string" && value.charAt(0) === "=" && !isText) throw new Error("would become a formula: " + value.slice(0, 40));
      if (typeof value === "string" && /^[\d.]+$/.test(value) && !isText) throw new Error("would become a number: " + value.slice(0, 40));
      delete sheet.formulas[key(i, j)];
      delete sheet.values[key(i, j)];
      if (value !== null && value !== undefined && value !== "") {
        sheet.values[key(i, j)] = value;
        sheet.extent = [Math.max(sheet.extent[0], i), Math.max(sheet.extent[1], j)];
      }
    }
    function styled(kind) {                    // written, never read
      return { get: function () { throw new Error("written, never read: " + kind); },
        set: function (value) { guard(sheet, t, l, false); record(kind, sheet, [t, l, b, r], value); } };
    }
    function members(target, kinds) {
      Object.keys(kinds).forEach(function (member) { Object.defineProperty(target, member, styled(kinds[member])); });
      return target;
    }
    function mergedAt(i, j) {
      return sheet.merged.filter(function (m) { return m[0] <= i && i <= m[2] && m[1] <= j && j <= m[3]; })[0];
    }
    var me = members({
      id: sheet.id, corners: [t, l, b, r],      // of the mock's own
      get Row() { return t; }, get Column() { return l; },
      get Rows() { return strict("Range", { Count: b - t + 1 }); },
      get Columns() { return strict("Range", { Count: r - l + 1 }); },
      get Worksheet() { return worksheet(sheet); },
      Address: function (rowFixed, columnFixed) {
        if (rowFixed !== false || columnFixed !== false) throw new Error("plain addresses only");
        return letters(l) + t + (t === b && l === r ? "" : ":" + letters(r) + b);
      },
      Resize: function (height, width) {
        if (!(height >= 1 && width >= 1)) throw new Error("shape");
        return range(sheet, t, l, t + height - 1, l + width - 1);
      },
      get Value2() { return block(function (i, j) { var v = sheet.values[key(i, j)]; return v === undefined ? null : v; }); },
      set Value2(value) {
        write(value, content);
        record("value", sheet, [t, l, b, r], block(function (i, j) { var v = sheet.values[key(i, j)]; return v === undefined ? null : v; }));
      },
      get Formula() {
        return block(function (i, j) {
          var f = sheet.formulas[key(i, j)], v = sheet.values[key(i, j)];
          return f !== undefined ? f : v === undefined || v === null ? "" : typeof v === "string" ? v : String(v);
        });
      },
      set Formula(value) {
        write(value, function (i, j, text) { guard(sheet, i, j, true); delete sheet.values[key(i, j)]; sheet.formulas[key(i, j)] = text; });
        record("formula", sheet, [t, l, b, r], value);
      },
      ClearContents: function () { write(null, content); record("value", sheet, [t, l, b, r], block(function () { return null; })); },
      get NumberFormat() { return same(function (i, j) { return sheet.formats[key(i, j)] || "General"; }); },
      set NumberFormat(code) {
        each(function (i, j) { guard(sheet, i, j, true); sheet.formats[key(i, j)] = code; });
        record("number_format", sheet, [t, l, b, r], code);
      },
      get MergeCells() { return same(function (i, j) { return mergedAt(i, j) !== undefined; }); },
      get MergeArea() { var m = mergedAt(t, l) || [t, l, t, l]; return range(sheet, m[0], m[1], m[2], m[3]); },
      get EntireRow() {
        return strict("Range", { get Hidden() {
          var hidden = 0;
          for (var i = t; i <= b; i++) if (sheet.hiddenRows.indexOf(i) >= 0) hidden += 1;
          return hidden === 0 ? false : hidden === b - t + 1 ? true : null;
        } });
      },
      get EntireColumn() { return strict("Range", members({}, { Hidden: "hide_columns" })); },
      get Interior() { return strict("Interior", members({}, { Color: "fill" })); },
      get Font() { return strict("Font", members({}, { Bold: "bold", Italic: "italic", Size: "size", Color: "ink" })); },
      get Comment() { return key(t, l) in sheet.notes ? comment(sheet, t, l) : null; },
      AddComment: function (text) {
        if (key(t, l) in sheet.notes) throw new Error("there is a note already");
        guard(sheet, t, l, false);
        sheet.notes[key(t, l)] = text;
        record("note", sheet, [t, l, t, l], text);
        return comment(sheet, t, l);
      },
      get FormatConditions() { return conditions(sheet, t, l, b, r); },
      Select: function () {
        if (state.chart || state.sheets[state.active] !== sheet) throw new Error("only a range of the active sheet can be selected");
        state.selection = [sheet.id, t, l, b, r];
      }
    }, { WrapText: "wrap", ColumnWidth: "width", RowHeight: "height" });
    return strict("Range", me);
  }
  function comment(sheet, r, c) {
    return strict("Comment", { Text: function () { return sheet.notes[key(r, c)]; }, get Parent() { return range(sheet, r, c, r, c); },
      Delete: function () { guard(sheet, r, c, false); delete sheet.notes[key(r, c)]; record("delete_note", sheet, [r, c, r, c]); } });
  }
  function conditions(sheet, t, l, b, r) {
    function here() {
      if (b === 1048576) return sheet.rules;
      return sheet.rules.filter(function (rule) { return rule.areas.some(function (a) { return a[0] <= b && a[2] >= t && a[1] <= r && a[3] >= l; }); });
    }
    function one(rule) {
      var own = rule.action;
      function looks(kinds) {
        var target = {};
        Object.keys(kinds).forEach(function (member) {
          Object.defineProperty(target, member, { get: function () { throw new Error("written, never read"); },
            set: function (value) { if (!own) throw new Error("a condition of others"); own[3][kinds[member]] = value; } });
        });
        return target;
      }
      var me = looks({ StopIfTrue: "stop" });
      Object.defineProperty(me, "Formula1", { get: function () { if (rule.formula === null) throw new Error("no formula"); return rule.formula; } });
      Object.defineProperty(me, "Interior", { get: function () { return strict("Interior", looks({ Color: "fill" })); } });
      Object.defineProperty(me, "Font", { get: function () { return strict("Font", looks({ Color: "ink", Bold: "bold", Italic: "italic" })); } });
      Object.defineProperty(me, "AppliesTo", { get: function () { var a = rule.areas[0]; return strict("Range", { Count: (a[2] - a[0] + 1) * (a[3] - a[1] + 1) }); } });
      me.SetFirstPriority = function () { sheet.rules.splice(sheet.rules.indexOf(rule), 1); sheet.rules.unshift(rule); if (own) own[3].first = true; };
      me.Delete = function () {
        guard(sheet, 1, 1, false);
        var index = sheet.rules.indexOf(rule);
        if (index < 0) throw new Error("deleted already");
        sheet.rules.splice(index, 1);
        record("delete_condition", sheet, null, index);
      };
      return strict("FormatCondition", me);
    }
    return strict("FormatConditions", {
      get Count() { return here().length; },
      Item: function (i) { var all = here(); if (!(i >= 1 && i <= all.length)) throw new Error("下标越界"); return one(all[i - 1]); },
      Add: function (type, operator, formula) {
        if (type !== 2) throw new Error("only formulas here");
        if (formula.length > 255) throw new Error("too long a formula");
        guard(sheet, t, l, false);
        if (/\$?[A-Z]+\d|[A-Z]\$?\d/.test(formula.replace(/"[^"]*"|\$[A-Z]+\$\d+/g, ""))) throw new Error("means another cell in each: " + formula);
        var rule = { areas: [[t, l, b, r]], formula: formula };
        sheet.rules.push(rule);                // the newest comes last until it is told otherwise
        record("add_condition", sheet, [t, l, b, r], { formula: formula });
        rule.action = actions[actions.length - 1];
        return one(rule);
      }
    });
  }
  var ALLOWED = ["AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns", "AllowInsertingRows",
    "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering", "AllowUsingPivotTables"];
  function worksheet(sheet) {
    function here() { if (state.sheets.indexOf(sheet) < 0) throw new Error("the sheet is gone"); return sheet; }
    return strict("Worksheet", {
      get Name() { return here().name; },
      set Name(name) { if (!name || name.length > 31 || state.sheets.some(function (s) { return s !== sheet && s.name.toLowerCase() === name.toLowerCase(); })) throw new Error("name"); sheet.name = name; record("rename", sheet, null, name); },
      get Index() { return state.sheets.indexOf(here()) + 1; },
      get Visible() { return here().visible ? -1 : 0; },
      get UsedRange() { return range(here(), 1, 1, sheet.extent[0], sheet.extent[1]); },
      get Cells() { return strict("Range", { get FormatConditions() { return conditions(here(), 1, 1, 1048576, 16384); } }); },
      Range: function (text) { var c = corners(text); return range(here(), c[0], c[1], c[2], c[3]); },
      get Comments() {
        var places = Object.keys(here().notes);
        return strict("Comments", { Count: places.length, Item: function (i) { var p = places[i - 1].split(","); return comment(sheet, +p[0], +p[1]); } });
      },
      get Hyperlinks() {
        return strict("Hyperlinks", { Add: function (anchor, address, place, tip, text) {
          if (address !== "" || typeof place !== "string" || place.charAt(0) === "#") throw new Error("a place in the workbook");
          var r = anchor.Row, c = anchor.Column;
          accesses -= 2;                       // of the mock's own
          here().values[key(r, c)] = text;
          record("link", sheet, [r, c, r, c], { place: place, text: text });
        } });
      },
      get ProtectContents() { return sheet.protection !== null; }, get ProtectDrawingObjects() { return sheet.protection !== null; },
      get ProtectScenarios() { return sheet.protection !== null; },
      get Protection() { var o = {}; ALLOWED.forEach(function (name) { o[name] = sheet.allowed ? sheet.allowed[name] : false; }); return strict("Protection", o); },
      Unprotect: function (password) {
        if (password !== "") throw new Error("a question would be asked");
        if (sheet.protection === "password") throw new Error("密码错误");
        sheet.lifted = sheet.allowed;
        sheet.protection = null;
        sheet.allowed = null;
      },
      Protect: function () {
        if (arguments.length !== 16 || arguments[0] !== undefined) throw new Error("16 arguments, the first a password");
        var given = arguments;
        sheet.protection = "open";
        sheet.allowed = {};
        ALLOWED.forEach(function (name, i) { sheet.allowed[name] = given[5 + i]; });
        if (JSON.stringify(sheet.allowed) !== JSON.stringify(sheet.lifted)) throw new Error("protected otherwise than before");
      },
      Activate: function () { if (!here().visible) throw new Error("a hidden sheet"); state.active = state.sheets.indexOf(sheet); state.chart = false; state.selection = [sheet.id, 1, 1, 1, 1]; },
      Delete: function () {
        if (state.alerts) throw new Error("it would ask a person");
        structure();
        var at = state.sheets.indexOf(here());
        state.sheets.splice(at, 1);
        record("delete_sheet", sheet);
        if (state.selection && state.selection[0] === sheet.id) state.selection = null;
        state.active = Math.max(0, Math.min(state.active - (state.active > at ? 1 : 0), state.sheets.length - 1));
        if (!state.selection && !state.chart) state.selection = [state.sheets[state.active].id, 1, 1, 1, 1];
      }
    });
  }
  function byId(id) { return state.sheets.filter(function (s) { return s.id === id; })[0]; }
  function workbook() {
    return strict("Workbook", {
      Name: state.name, FullName: state.fullName, Date1904: false,
      get ActiveSheet() { return state.chart ? strict("Chart", { Name: "Chart1" }) : worksheet(state.sheets[state.active]); },
      get ProtectStructure() { return state.structure !== null; },
      Unprotect: function (password) { if (password !== "") throw new Error("a question would be asked"); if (state.structure === "password") throw new Error("密码错误"); state.structure = null; },
      Protect: function (password, structured) { if (password !== undefined || structured !== true) throw new Error("the structure alone"); state.structure = "open"; },
      get Worksheets() {
        return strict("Worksheets", {
          get Count() { return state.sheets.length; },
          Item: function (n) {
            var found = typeof n === "number" ? state.sheets[n - 1] : state.sheets.filter(function (s) { return s.name.toLowerCase() === String(n).toLowerCase(); })[0];
            if (!found) throw new Error("下标越界");
            return worksheet(found);
          },
          Add: function (before, after) {
            structure();
            if (before !== undefined) throw new Error("after one");
            var at = after.Index;
            accesses -= 1;
            state.made += 1;
            var made = blank("Sheet " + state.made, 1000 + state.made);
            state.sheets.splice(at, 0, made);
            record("add_sheet", made, null, at);
            state.active = at;
            state.chart = false;
            state.selection = [made.id, 1, 1, 1, 1];
            return worksheet(made);
          }
        });
      }
    });
  }
  function has(name, onto) { return { get: function () { return state[onto]; }, set: function (v) { state[onto] = v; } }; }
  var program = {
    Version: "12.0", Build: "12.1.0.28043", Path: "C:\\Kingsoft\\WPS Office\\12.1.0.28043\\office6",
    get ActiveWorkbook() { return state.closed ? null : workbook(); },
    get Selection() { if (state.shape) return strict("Shape", { Name: "图片 1" }); if (state.chart || !state.selection) return null; var s = state.selection; return range(byId(s[0]), s[1], s[2], s[3], s[4]); },
    get Worksheets() { return workbook().Worksheets; },
    get WorksheetFunction() {
      return strict("WorksheetFunction", { CountA: function (cells) {
        var sheet = state.sheets.filter(function (one) { return one.id === cells.id; })[0], a = cells.corners, n = 0;
        Object.keys(sheet.values).concat(Object.keys(sheet.formulas)).forEach(function (place) {
          var p = place.split(",");
          if (+p[0] >= a[0] && +p[0] <= a[2] && +p[1] >= a[1] && +p[1] <= a[3]) n += 1;
        });
        accesses -= 2;                         // of the mock's own
        return n;
      } });
    },
    get Workbooks() { return strict("Workbooks", { Open: function (path) { state.opened.push(path); } }); },
    FileDialog: function (kind) {
      if ([2, 3, 4].indexOf(kind) < 0) throw new Error("kind");
      var chosen = null;
      return strict("FileDialog", { Title: "", InitialFileName: "",
        Show: function () { state.told.push(this.Title); chosen = state.answers.shift(); return chosen ? -1 : 0; },
        get SelectedItems() { return strict("FileDialogSelectedItems", { Item: function (i) { if (i !== 1) throw new Error("下标越界"); return chosen; } }); } });
    }
  };
  Object.defineProperty(program, "ScreenUpdating", has("ScreenUpdating", "screen"));
  Object.defineProperty(program, "EnableEvents", has("EnableEvents", "events"));
  Object.defineProperty(program, "DisplayAlerts", has("DisplayAlerts", "alerts"));
  Object.defineProperty(program, "Calculation", has("Calculation", "calculation"));
  Object.defineProperty(program, "StatusBar", has("StatusBar", "status"));
  if (!state.chart) state.selection = [state.sheets[state.active].id, 1, 1, 1, 1];
  return {
    shapes: shapes, Application: strict("Application", program), state: state, actions: actions,
    window: {
      alert: function (text) { state.told.push(text); },
      confirm: function (text) { state.told.push(text); if (!state.answers.length) throw new Error("nobody answers"); return state.answers.shift(); },
      prompt: function (text) { state.told.push(text); if (!state.answers.length) throw new Error("nobody answers"); return state.answers.shift(); }
    },
    accesses: function () { var n = accesses; accesses = 0; return n; }
  };
}
