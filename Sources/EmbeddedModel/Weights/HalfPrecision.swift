/// Numbers of 16 bits as in IEEE 754: a sign, 5 bits of exponent, 10 of fraction.
///
/// `Float16` is not there on every machine that Tiller is built on.
enum HalfPrecision {
  static func float(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Zero and what is below the normal range: fraction · 2^-24.
      let size = Float(fraction) * 0x1p-24
      return sign == 0 ? size : -size
    case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
