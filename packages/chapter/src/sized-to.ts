import { describe, type Network } from 'wigglenet'

/** Of networks that grow with a width from 1, the one whose parameters are nearest to a number.
 *  Example: describe(sizedTo(100, (units) => network(2, [dense(units), dense(3)]))).parameters  // 99, with 16 units  */
export function sizedTo<Sized extends Network>(parameters: number, of: (units: number) => Sized): Sized {
  const away = (net: Network) => Math.abs(describe(net).parameters - parameters)
  let best = of(1)
  for (let units = 2; ; units++) {
    const next = of(units)
    if (away(next) >= away(best)) return best
    best = next
  }
}
