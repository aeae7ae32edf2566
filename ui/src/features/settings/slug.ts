/** A readable name for the API from what people call it: `Aantal m²` becomes `aantal_m2`. */
export function slugOf(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 50);
  const base = plain || "field";
  let slug = base;
  for (let number = 2; taken.includes(slug); number++) slug = `${base}_${number}`;
  return slug;
}
