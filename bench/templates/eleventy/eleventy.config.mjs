const NAMES = ["tasks", "human", "ai", "supervision", "tokens"];
const LONG = new Intl.DateTimeFormat("en", { year: "numeric", month: "long", day: "2-digit", timeZone: "UTC" });

const figures = (days) => {
  const sums = Object.fromEntries(NAMES.map((name) => [name, 0]));
  for (const day of days) for (const name of NAMES) sums[name] += day.data.sums[name];
  return sums;
};

const groups = (days, key) => {
  const found = new Map();
  for (const day of days)
    for (const name of day.data[key]) {
      if (!found.has(name)) found.set(name, { name, days: [] });
      found.get(name).days.push(day);
    }
  const sorted = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map((group) => ({ ...group, figures: figures(group.days), slug: slug(group.name) }));
};

const newest = (api) => api.getAllSorted().filter((page) => page.data.sums).reverse();

const slug = (name) => name.toLowerCase().replaceAll(" ", "-");

const pagers = (listings) =>
  listings.flatMap((listing) => {
    const pages = Math.ceil(listing.days.length / 20);
    return Array.from({ length: pages }, (_, n) => ({
      ...listing,
      days: listing.days.slice(n * 20, n * 20 + 20),
      number: n + 1,
      pages,
    }));
  });

const lead = (text) => text.slice(0, text.indexOf("\n\n")).replaceAll("*", "");

export default function (config) {
  config.addCollection("days", (api) => {
    const all = newest(api);
    all.forEach((day, n) => Object.assign(day.data, { newer: all[n - 1], older: all[n + 1] }));
    return all;
  });
  config.addCollection("index", (api) => pagers([{ days: newest(api), figures: figures(newest(api)) }]));
  config.addCollection("topics", (api) => groups(newest(api), "tags"));
  config.addCollection("topicPages", (api) => pagers(groups(newest(api), "tags")));
  config.addCollection("weeks", (api) => groups(newest(api), "weeks"));

  config.addFilter("fixed", (number) => number.toFixed(1));
  config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
  config.addFilter("long", (date) => LONG.format(date));
  config.addFilter("rfc822", (date) => date.toUTCString());
  config.addFilter("minutes", (text) => Math.ceil(text.split(" ").length / 200));
  config.addFilter("lead", (text) => lead(text).slice(0, 160));
  config.addFilter("slug", slug);
  config.addFilter("json", (value) => JSON.stringify(value));
  config.addPassthroughCopy({ static: "/" });
  config.setQuietMode(true);

  return {
    dir: { input: "content", includes: "../includes", output: "_site" },
    templateFormats: ["md", "njk"],
    // Prose is data: running it through Liquid first would cost time and could change it.
    markdownTemplateEngine: false,
  };
}
