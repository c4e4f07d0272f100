// Exact decimal numbers, as Prisma has them.
import { Prisma } from '../../generated/prisma/client.js';

export const { Decimal } = Prisma;
export type Decimal = Prisma.Decimal;

/** All digits, and two decimals at least: `1500.5` → `1500.50`. */
export const decimalText = (value: Decimal): string => value.toFixed(Math.max(2, value.decimalPlaces()));

/** Whether a number surely has the digits that it was sent with: JavaScript keeps any 15, and of more may have changed some. */
export const hasKeptDigits = (number: number): boolean => {
  const [digits = ''] = String(Math.abs(number)).split('e');
  return digits.replace('.', '').replace(/^0+/, '').length <= 15;
};
