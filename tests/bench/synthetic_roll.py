#!/usr/bin/env python3
"""An invented roll as CSV on standard output: numbers that belong to nobody, with right check digits, in twenty areas.

  synthetic_roll.py [ROWS] [--address]

Serial numbers run through all that a day has, so the numbers are as real rolls' are; of each hundred rows one is spoilt in some way
(a wrong digit, a row twice, a child, an unknown area), and one in two hundred is protected. The same rows every time.
"""
import random
import sys


def check_digit(nine):
    total = 0
    for place, digit in enumerate(nine):
        twice = int(digit) * (2 if place % 2 == 0 else 1)
        total += twice - 9 if twice > 9 else twice
    return str(-total % 10)


def number(index):
    """Different for each index below some thirty million."""
    day = index % 26_880
    year, rest = 1935 + day % 80, day // 80
    month, date = 1 + rest % 12, 1 + rest // 12 % 28
    ten = f"{year % 100:02}{month:02}{date:02}{index // 26_880 % 1000:03}"
    return f"{year // 100}{ten}{check_digit(ten)}"


def main():
    words = [word for word in sys.argv[1:] if word != "--address"]
    rows, address = int(words[0]) if words else 500_000, "--address" in sys.argv
    chance = random.Random(1)
    areas = [f"Område {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]
    out = sys.stdout
    out.write("personnummer;födelsedatum;område;skyddad" + (";namn;adress;postnummer;ort" if address else "") + "\n")
    order = list(range(rows))
    chance.shuffle(order)
    for place, index in enumerate(order):
        one = number(index)
        born = f"{one[:4]}-{one[4:6]}-{one[6:8]}"
        area, is_protected = chance.choice(areas), "ja" if chance.random() < 0.005 else "nej"
        spoilt = chance.random()
        if spoilt < 0.002:
            one = one[:-1] + str((int(one[-1]) + 1) % 10)
        elif spoilt < 0.004 and place:
            one = number(order[place - 1])
        elif spoilt < 0.006:
            born = "2024-05-17"
        elif spoilt < 0.008:
            area = "Annorstädes"
        elif spoilt < 0.01:
            one = f"{one[2:8]}-{one[8:]}"
        rest = f";Invented Person {index};Gatan {index % 100};123 45;Exempelstad" if address else ""
        out.write(f"{one};{born};{area};{is_protected}{rest}\n")


if __name__ == "__main__":
    main()
