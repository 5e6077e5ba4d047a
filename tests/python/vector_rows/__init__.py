# SPDX-License-Identifier: Apache-2.0
"""What each file of tests/vectors holds, one module a file. Every expectation is written by hand
here, and building a file fails where the reference answers something else."""
