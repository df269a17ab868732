import type { React } from '../events.ts'
import { onStockArrived } from './tell-those-waiting.ts'

export const catalogReactions: React = async (tx, event) => {
  if (event.type === 'stock.arrived') await onStockArrived(tx, event)
}
