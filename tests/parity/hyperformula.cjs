// Computes the workbooks that stand on stdin as JSON ([{sheet: rows}]) and writes the sheet named in argv[2] of each.
const { HyperFormula } = require("hyperformula");
const books = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const shown = (value) => (value && value.type ? `#${value.type}` : value);
const results = books.map((book) => {
  const engine = HyperFormula.buildFromSheets(book, { licenseKey: "gpl-v3", maxColumns: 17000 });
  return engine.getSheetValues(engine.getSheetId(process.argv[2])).map((row) => row.map(shown));
});
process.stdout.write(JSON.stringify(results));
