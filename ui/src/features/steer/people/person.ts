import type { TFunction } from "i18next";
import type { Figure, PeopleNumbers, PersonNumbers } from "@/api/types";
import { writeValue } from "@/numbers/figures";
import { type Dimension, nameOfValue } from "../dimensions";

/** Below so many cases the engine says "too few to tell". */
const FEW = 5;

/** A seller with what he is called. */
export interface NamedPerson {
  person: PersonNumbers;
  /** `none` for what is nobody's yet. */
  id: string;
  name: string;
  /** All figures of the row: the plain ones, and conversion in its three ways. */
  figures: Figure[];
}

export function namedPeople(
  { people }: PeopleNumbers,
  dimensions: Dimension[],
  t: TFunction<"steer">,
): NamedPerson[] {
  const owners = dimensions.find(({ id }) => id === "owner");
  return people.map((person) => ({
    person,
    id: writeValue(person.who),
    name: nameOfValue(owners, person.who, t),
    figures: [...person.figures, person.conversion, person.shrunk, person.same_mix],
  }));
}

export function figureOf(person: NamedPerson, metric: string): Figure | undefined {
  return person.figures.find((figure) => figure.metric === metric);
}

/** Rests on too little to be leaned on: shown, but never ranked or praised. */
export function isWeak({ notes, numerator, n }: Figure): boolean {
  const said = (notes ?? []).some(({ code }) => code === "too_few_to_tell");
  return said || (typeof numerator === "number" && n < FEW);
}

/** Where a figure's interval lies when it leaves a value out: `above` or `below` it; nothing when it holds it. */
export function apart(figure: Figure, from: number | null | undefined): "above" | "below" | null {
  if (typeof from !== "number" || isWeak(figure)) return null;
  const { low, high } = figure.interval ?? {};
  if (typeof low === "number" && low > from) return "above";
  return typeof high === "number" && high < from ? "below" : null;
}
