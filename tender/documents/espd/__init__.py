"""The European single procurement document (DUME) of one member: criteria, answers, file, rules.

Source: ESPD-EDM 4.1.0 of the Publications Office; Commission implementing regulation (EU) 2016/7; R2143-4.
"""
