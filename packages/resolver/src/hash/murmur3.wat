;; The hot part of bucketing: MurmurHash3 x64 128, seed 0 (Austin Appleby,
;; public domain), of a key whose first blocks are mixed already.
;;
;; Memory, little-endian:
;;    0  h1 and h2 after the whole blocks of the prefix (2 x 8 bytes)
;;   16  bytes of the prefix after those blocks, 0 to 15 (4 bytes)
;;   20  bytes of those blocks (4 bytes)
;;   32  the last 16 bytes of the prefix, so that its rest ends at 48
;;   48  the unit, with room for 16 bytes after it
(module
  (memory (export "memory") 1)

  (func $mix1 (param $k i64) (result i64)
    (i64.mul
      (i64.rotl
        (i64.mul (local.get $k) (i64.const 0x87c37b91114253d5))
        (i64.const 31))
      (i64.const 0x4cf5ad432745937f)))

  (func $mix2 (param $k i64) (result i64)
    (i64.mul
      (i64.rotl
        (i64.mul (local.get $k) (i64.const 0x4cf5ad432745937f))
        (i64.const 33))
      (i64.const 0x87c37b91114253d5)))

  (func $avalanche (param $h i64) (result i64)
    (local.set $h
      (i64.mul
        (i64.xor
          (local.get $h) (i64.shr_u (local.get $h) (i64.const 33)))
        (i64.const 0xff51afd7ed558ccd)))
    (local.set $h
      (i64.mul
        (i64.xor
          (local.get $h) (i64.shr_u (local.get $h) (i64.const 33)))
        (i64.const 0xc4ceb9fe1a85ec53)))
    (i64.xor (local.get $h) (i64.shr_u (local.get $h) (i64.const 33))))

  ;; (h1 >> 4) mod count of the key that ends at $end; count is unsigned.
  (func (export "bucket") (param $end i32) (param $count i32) (result i32)
    (local $h1 i64) (local $h2 i64) (local $at i32) (local $length i64)
    (local.set $h1 (i64.load (i32.const 0)))
    (local.set $h2 (i64.load (i32.const 8)))
    (local.set $at
      (i32.sub (i32.const 48) (i32.load (i32.const 16))))
    (local.set $length
      (i64.extend_i32_u
        (i32.add
          (i32.sub (local.get $end) (local.get $at))
          (i32.load (i32.const 20)))))

    ;; Zeros after the key make its tail a block: a zero mixes to nothing.
    (i64.store (local.get $end) (i64.const 0))
    (i64.store offset=8 (local.get $end) (i64.const 0))

    (block $done
      (loop $blocks
        (br_if $done
          (i32.lt_s
            (i32.sub (local.get $end) (local.get $at)) (i32.const 16)))
        (local.set $h1
          (i64.xor
            (local.get $h1) (call $mix1 (i64.load (local.get $at)))))
        (local.set $h1
          (i64.add
            (i64.mul
              (i64.add
                (i64.rotl (local.get $h1) (i64.const 27)) (local.get $h2))
              (i64.const 5))
            (i64.const 0x52dce729)))
        (local.set $h2
          (i64.xor
            (local.get $h2)
            (call $mix2 (i64.load offset=8 (local.get $at)))))
        (local.set $h2
          (i64.add
            (i64.mul
              (i64.add
                (i64.rotl (local.get $h2) (i64.const 31)) (local.get $h1))
              (i64.const 5))
            (i64.const 0x38495ab5)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $blocks)))

    (local.set $h1
      (i64.xor
        (i64.xor (local.get $h1) (call $mix1 (i64.load (local.get $at))))
        (local.get $length)))
    (local.set $h2
      (i64.xor
        (i64.xor
          (local.get $h2) (call $mix2 (i64.load offset=8 (local.get $at))))
        (local.get $length)))
    (local.set $h1 (i64.add (local.get $h1) (local.get $h2)))
    (local.set $h2 (i64.add (local.get $h2) (local.get $h1)))
    (i32.wrap_i64
      (i64.rem_u
        (i64.shr_u
          (i64.add
            (call $avalanche (local.get $h1))
            (call $avalanche (local.get $h2)))
          (i64.const 4))
        (i64.extend_i32_u (local.get $count))))))
