// Goes on journeys with a client for Node: prints a line of JSON for each.
import { setTimeout as after } from "node:timers/promises";
import { text } from "node:stream/consumers";

const job = JSON.parse(await text(process.stdin));
const { journeys } = await import(`./${process.argv[2]}.mjs`);
const print = console.log;
// A client's own words are no result.
globalThis.console = new console.Console(process.stderr);

for (const { journey, base_url: baseURL } of job.going) {
  print(JSON.stringify(await cameOf(journeys[journey], baseURL)));
}
process.exit(); // what still waits would keep the process alive

async function cameOf(journey, baseURL) {
  const limit = after(job.hard_limit * 1000, { waits: true });
  try {
    const going = journey({ ...job, baseURL });
    return await Promise.race([going.then((result) => ({ result })), limit]);
  } catch (error) {
    // OpenAI's errors have the name of their class only.
    const { name } = error.name === "Error" ? error.constructor : error;
    return { error: name, text: error.message };
  }
}
