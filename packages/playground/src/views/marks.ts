// A mark for each class, so that classes are told apart without colour.

/** Corners of a mark of radius 1 around 0, y downwards; undefined for the circle. */
export type Mark = readonly (readonly [x: number, y: number])[] | undefined

/** About the same area each, so that none looks more important. */
export const marks: readonly Mark[] = [
  undefined,
  around(4, 45, 1.25),
  around(3, -90, 1.5),
  around(4, 0, 1.35),
  around(3, 90, 1.5),
  cross(0),
  cross(45),
  around(5, -90, 1.25),
]

/** The mark of a class. When the colours begin again, the marks go on by one, so that no two of 64 classes have both. */
export const markOf = (label: number): Mark => marks[(label + Math.floor(label / marks.length)) % marks.length]

/** The number of the diamond. */
export const diamond = 3

function around(corners: number, turnDegrees: number, radius: number): Mark {
  return Array.from({ length: corners }, (_, k) => turned([radius, 0], turnDegrees + (360 * k) / corners))
}

/** Arms a third as wide as the whole. */
function cross(turnDegrees: number): Mark {
  const [long, short] = [1.35, 0.45]
  const arm = [
    [long, -short],
    [long, short],
    [short, short],
  ] as const
  return [0, 90, 180, 270].flatMap((quarter) => arm.map((corner) => turned(corner, turnDegrees + quarter)))
}

function turned([x, y]: readonly [number, number], degrees: number): readonly [number, number] {
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return [x * cos - y * sin, x * sin + y * cos]
}
