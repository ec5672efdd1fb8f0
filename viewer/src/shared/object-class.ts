const KNOWN = ['car', 'bus', 'truck', 'motorcycle', 'bicycle', 'person'] as const;

/** The text key of an object class; one that this viewer does not know yet reads as unknown. */
export function objectClassKey(objectClass: string) {
  return `passages.classes.${KNOWN.find((known) => known === objectClass) ?? 'unknown'}` as const;
}

const COLOURS = [
  'white',
  'grey',
  'black',
  'red',
  'orange',
  'yellow',
  'brown',
  'beige',
  'green',
  'blue',
  'purple',
] as const;

/** The text key of a vehicle's colour. */
export function colourKey(colour: string) {
  return `passages.colours.${COLOURS.find((known) => known === colour) ?? 'unknown'}` as const;
}

const GROUNDS = ['white', 'yellow', 'blue', 'red'] as const;

export function groundKey(ground: string) {
  return `passages.grounds.${GROUNDS.find((known) => known === ground) ?? 'unknown'}` as const;
}
