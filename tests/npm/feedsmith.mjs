// Prints what feedsmith reads in feeds: for each path, the ids of its entries.
import { readFileSync } from "node:fs";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";

const readers = {
  rss: (text) => parseRssFeed(text).items.map((item) => item.guid.value),
  atom: (text) => parseAtomFeed(text).entries.map((entry) => entry.id),
  json: (text) => parseJsonFeed(text).items.map((item) => item.id),
};
const found = process.argv.slice(2).map((path) => {
  const text = readFileSync(path, "utf8");
  const form = path.endsWith(".json") ? "json" : text.includes("<rss ") ? "rss" : "atom";
  return [path, readers[form](text)];
});
console.log(JSON.stringify(Object.fromEntries(found)));
