"""evidence, chapters and contributions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tender.store.database

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "memo_chapters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=True),
        sa.Column("quotes", sa.JSON(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", tender.store.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_memo_chapters_call_id_calls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo_chapters")),
        sa.UniqueConstraint("call_id", "criterion", name=op.f("uq_memo_chapters_call_id_criterion")),
    )
    with op.batch_alter_table("memo_chapters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memo_chapters_call_id"), ["call_id"], unique=False)

    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("due", tender.store.database.Moment(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", tender.store.database.Moment(timezone=True), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", tender.store.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["block_id"],
            ["evidence_blocks.id"],
            name=op.f("fk_contributions_block_id_evidence_blocks"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_contributions_call_id_calls")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_contributions_member_id_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint(
            "call_id", "member_id", "criterion", name=op.f("uq_contributions_call_id_member_id_criterion")
        ),
    )
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contributions_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contributions_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("collectives", schema=None) as batch_op:
        batch_op.add_column(sa.Column("logo", sa.String(), server_default="", nullable=False))

    with op.batch_alter_table("evidence_blocks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("translations", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("paper_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("call_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reviewed", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by", sa.String(), server_default="", nullable=False))
        batch_op.create_index(batch_op.f("ix_evidence_blocks_call_id"), ["call_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_evidence_blocks_call_id_calls"), "calls", ["call_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_evidence_blocks_paper_id_papers"),
            "papers",
            ["paper_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("logo", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("logo")

    with op.batch_alter_table("evidence_blocks", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_evidence_blocks_paper_id_papers"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_evidence_blocks_call_id_calls"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_evidence_blocks_call_id"))
        batch_op.drop_column("reviewed_by")
        batch_op.drop_column("reviewed")
        batch_op.drop_column("call_id")
        batch_op.drop_column("paper_id")
        batch_op.drop_column("translations")
        batch_op.drop_column("kind")

    with op.batch_alter_table("collectives", schema=None) as batch_op:
        batch_op.drop_column("logo")

    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contributions_member_id"))
        batch_op.drop_index(batch_op.f("ix_contributions_call_id"))

    op.drop_table("contributions")
    with op.batch_alter_table("memo_chapters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memo_chapters_call_id"))

    op.drop_table("memo_chapters")
